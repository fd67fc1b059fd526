"""What the admin shows of accounts. Django finds this module by its name.

The applications that these models come from have registered pages of their own before; they are replaced.
"""

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from legcheck.staff.devices import AppDeviceAdmin
from legcheck.staff.users import StaffGroupAdmin, StaffUserAdmin

admin.site.unregister([Group, User, StaticDevice, TOTPDevice])
admin.site.register(User, StaffUserAdmin)
admin.site.register(Group, StaffGroupAdmin)
admin.site.register(TOTPDevice, AppDeviceAdmin)
