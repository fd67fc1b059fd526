from django.db import migrations

#: What an editor adds, changes and, while it was never released nor used, deletes.
EDITED = (
    "advice", "category", "cause", "finding", "question", "region", "rule", "selfcarepicture", "source", "text",
    "vignette",
)
#: Settings are changed, never added or deleted.
SETTING = "setting"
#: What both groups read.
READ = ("change", "gatereport", "publishrun", "release", "releaseevent")
#: What a publisher does with releases.
PUBLISHER_VERBS = {
    "publish_release": "Can publish the draft as a release",
    "roll_back_release": "Can put an earlier release live again",
    "withdraw_release": "Can withdraw a release for good",
}

EDITOR_GROUP = "knowledge editor"
PUBLISHER_GROUP = "knowledge publisher"


def make_groups(apps, schema_editor):
    """Makes the two groups. Django makes permissions only after all migrations, so they are made here too."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    database = schema_editor.connection.alias

    def permission(model, codename, name):
        content_type, _ = ContentType.objects.using(database).get_or_create(app_label="knowledge", model=model)
        found, _ = Permission.objects.using(database).get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        return found

    def of(model, *verbs):
        name = apps.get_model("knowledge", model)._meta.verbose_name
        return [permission(model, f"{verb}_{model}", f"Can {verb} {name}") for verb in verbs]

    read = [found for model in READ for found in of(model, "view")]
    editor = [found for model in EDITED for found in of(model, "view", "add", "change", "delete")]
    editor += of(SETTING, "view", "change")
    publisher = [found for model in (*EDITED, SETTING) for found in of(model, "view")]
    publisher += [permission("release", codename, name) for codename, name in PUBLISHER_VERBS.items()]
    for name, permissions in ((EDITOR_GROUP, editor), (PUBLISHER_GROUP, publisher)):
        group, _ = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(*read, *permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0003_change_log_and_retiring"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back keeps the groups: users stand in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
