# SPDX-License-Identifier: EUPL-1.2
"""The mappings that were confirmed, with their versions, as files to take along and to bring."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.deliveries import ProfileForm
from indicators.models import MappingProfile
from indicators.selectors.deliveries import sources_of
from indicators.services.deliveries.profiles import import_profile, profile_json
from indicators.views.deliveries.access import Desk, at_desk, page, told
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.uploads import takes_files


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def profiles_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the mappings of all sources, and take one from a file."""
    if request.method == "POST" and not desk.can_import:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    sources = {str(source.pk): source for source in sources_of(desk.organisation).select_related("organisation")}
    choices = [(key, source.title) for key, source in sources.items()]
    form = ProfileForm(posted(request), request.FILES or None, sources=choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            import_profile(source=sources[said["source"]], content=said["profile"].read(), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery_profiles"))
    profiles = MappingProfile.objects.filter(source__in=sources.values()).select_related("source", "created_by")
    crumbs = [{"label": _("Deliveries"), "url": desk.url("deliveries")}, {"label": _("Mappings"), "url": ""}]
    return page(request, desk, "profiles", {"profiles": profiles, "crumbs": crumbs}, form=form)


@require_safe
@at_desk
def profile_file(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Give one mapping as a file."""
    del request
    profile = get_object_or_404(MappingProfile, pk=number, organisation_id=desk.organisation.pk)
    headers = {"Content-Disposition": f'attachment; filename="zuordnung-{profile.pk}.json"'}
    return HttpResponse(profile_json(profile), content_type="application/json", headers=headers)
