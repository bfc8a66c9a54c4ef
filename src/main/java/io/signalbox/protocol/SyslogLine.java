package io.signalbox.protocol;

import io.signalbox.event.Event;

/** How does an event stand in a syslog message? */
interface SyslogLine {
    /** The message, without what a transport puts around it. */
    byte[] of(Event event);

    /** The text for people: the title, and the message where there is one. */
    static String text(Event event) {
        return SyslogText.visible(Facts.said(event));
    }
}
