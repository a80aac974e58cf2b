# SPDX-License-Identifier: EUPL-1.2
"""Keep what people come back to. The log says nothing of it: it is theirs alone."""

from indicators.models import Favourite, Topic, TopicSubscription
from sozialplanung.accounts.models import User


def put_on_list(*, indicator_id: int, by: User) -> None:
    """Put an indicator on the list of somebody; it stands there once."""
    Favourite.objects.get_or_create(person_id=by.pk, indicator_id=indicator_id)


def take_off_list(*, indicator_id: int, by: User) -> None:
    """Take an indicator off the list of somebody; one that is not there stays away."""
    Favourite.objects.filter(person_id=by.pk, indicator_id=indicator_id).delete()


def follow_topic(*, topic: Topic, by: User) -> None:
    """Tell somebody of what is released in a topic from now on."""
    TopicSubscription.objects.get_or_create(person_id=by.pk, topic=topic)


def unfollow_topic(*, topic: Topic, by: User) -> None:
    """Tell somebody of a topic no more."""
    TopicSubscription.objects.filter(person_id=by.pk, topic=topic).delete()
