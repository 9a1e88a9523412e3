"""Draws the cards of updates anew while there is more to show, so that they say how far each has come."""

import datetime

import sqlmodel

import data.copies
import data.updates
import jobs.scene
import jobs.updates


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """One question if there is nothing to draw; all that happened since the last tick is one drawing."""
    watched = data.copies.list_watched(session)
    if not watched:
        return
    scene = jobs.scene.load(session, now)
    for update in data.updates.list_by_id(session, watched):
        jobs.updates.show(scene, update)
