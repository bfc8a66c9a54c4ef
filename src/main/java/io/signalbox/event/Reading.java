package io.signalbox.event;

import java.util.List;

/**
 * Part of a body that was read: the events in it, and what was no event, each with its place in the body, counted from 0.
 *
 * @param events
 *            complete events, in the order of arrival
 * @param places
 *            where each of them stood
 * @param refusals
 *            what was no event
 */
public record Reading(List<Event> events, List<Integer> places, List<Refusal> refusals) {

    /**
     * An item that was no event.
     *
     * @param index
     *            its place in the body
     * @param field
     *            the field at fault, or null where the whole item is
     * @param detail
     *            what was found and what was expected
     */
    public record Refusal(int index, String field, String detail) {
    }
}
