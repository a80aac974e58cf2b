# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `jobs`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence, register_sentences


class JobsConfig(AppConfig):
    """Durable background jobs: rows, leases, heartbeats and a sweeper."""

    name = "sozialplanung.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the Celery application the current one, on a channel that survives foreign messages."""
        from celery.signals import worker_ready
        from kombu.transport.redis import Transport

        import sozialplanung.celery  # noqa: F401 - the doorbell rings at the current application
        from sozialplanung.jobs.channel import DroppingChannel

        Transport.Channel = DroppingChannel
        worker_ready.connect(_watch_its_hearing, weak=False)
        register_sentences(_SENTENCES)


def _watch_its_hearing(**_: object) -> None:
    # What belongs to workers alone stays out of the web processes.
    from sozialplanung.jobs import hearing

    hearing.watch()


_SENTENCES = {
    "jobs.cancelled": Sentence(_("The job was cancelled.")),
    "jobs.too_long": Sentence(
        _("The job took longer than is allowed and was stopped."),
        _("Split the work into smaller parts, or ask the operators to raise the limit."),
    ),
    "jobs.unexpected": Sentence(
        _("The job failed for a reason that nobody foresaw."),
        _("Nothing was published. Tell the operators the number of the job."),
    ),
    "jobs.database_away": Sentence(
        _("The database could not be reached, although it was tried several times."), _("Start the job again.")
    ),
    "jobs.prerequisite_failed": Sentence(
        _("A job that had to come first did not succeed."),
        _("Look at that job, repair what it names, and start both again."),
    ),
    "jobs.worker_lost": Sentence(
        _("The process that did this job was ended from outside, each time it was tried."),
        _("Start the job again. If it fails again, tell the operators: memory may be short."),
    ),
    "jobs.unknown": Sentence(_("There is nothing at this address.")),
    "jobs.kind_unknown": Sentence(_("There is no job of the kind “%(kind)s”.")),
    "jobs.payload": Sentence(_("The part “%(name)s” of the job holds more than ids.")),
    "jobs.prerequisite_unknown": Sentence(_("Jobs that should come first do not exist: %(jobs)s.")),
    "jobs.contended": Sentence(_("The same job was asked for too often at once."), _("Wait a moment and try again.")),
}
