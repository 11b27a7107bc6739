"""The register as the policy that people read, its versions compared, and notices where data comes in."""
