"""The keys of the two invented applications; peers read them too, so nothing else is imported."""

WECOM_CORP_ID = "ww0000000000000001"
WECOM_AGENT_ID = 1000002
WECOM_SECRET = "secret"
WECOM_TOKEN = "token"
WECOM_ENCODING_AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
FEISHU_APP_ID = "cli_a1b2c3d4e5f60718"
FEISHU_APP_SECRET = "secret"
FEISHU_VERIFICATION_TOKEN = "verification"
FEISHU_ENCRYPT_KEY = "encrypt"
