package io.signalbox.api;

/** A body is of a form that no events are written in. */
final class UnknownForm extends Exception {
    UnknownForm(String contentType) {
        super("the body is " + contentType
                + " (which is what curl says when it is not told otherwise); expected a Content-Type of"
                + " application/json, application/x-ndjson, application/cloudevents+json or application/cloudevents-batch+json",
                null, false,
                false);
    }
}
