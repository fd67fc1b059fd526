from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = "Knowledge"

    def ready(self) -> None:
        # Models can be imported only once the apps are loaded.
        from knowledge.immutability import check_triggers, install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="knowledge.triggers")
        register(check_triggers, Tags.database)
