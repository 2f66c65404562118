"""The person's values: what they are, and where they are kept."""

from walkout.profile.profile import MIN_REASON, Profile, load_profile, make_profile, overrides, save_profile
from walkout.profile.vault import Store, Vault, choose_vault, every_vault, open_vault

__all__ = [
    "MIN_REASON",
    "Profile",
    "Store",
    "Vault",
    "choose_vault",
    "every_vault",
    "load_profile",
    "make_profile",
    "open_vault",
    "overrides",
    "save_profile",
]
