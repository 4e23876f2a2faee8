"""The register of foster carers: approval, terms, exemptions, holds and availability."""
