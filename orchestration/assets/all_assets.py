"""All assets, in the order in which data flows."""

from typing import Any

import dagster as dg

from orchestration.assets.documents import RAW_FILES, build_documents
from orchestration.assets.extracts import build_extracts
from orchestration.assets.models import build_models
from orchestration.assets.release import build_release
from orchestration.settings import Settings


def build_assets(manifest: dict[str, Any], settings: Settings) -> list[dg.AssetSpec | dg.AssetsDefinition]:
    """Raw files, what is read in them, models, release."""
    models = build_models(manifest, settings)
    marts = [key for key in models.keys if key.path[0] == "marts"]
    return [
        RAW_FILES,
        build_documents(manifest, settings),
        build_extracts(manifest, settings),
        models,
        build_release(marts, settings),
    ]
