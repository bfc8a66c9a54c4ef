package io.signalbox.api;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

import io.quarkus.arc.Unremovable;

/**
 * Which headers of a request enter an exchange? Content-Type and the attributes of a CloudEvent in binary mode; nothing else, whatever its
 * case, so that no sender can steer a Camel component by a header such as {@code CamelHttpUri}. Nothing leaves with the answer but what
 * {@link RestAnswer} sets.
 */
@ApplicationScoped
@Unremovable
@Named("cloudevent-headers")
public class CloudEventHeaders implements HeaderFilterStrategy {
    static final String PREFIX = "ce-";

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.equals("content-type") && !lower.startsWith(PREFIX);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !name.equals(RestAnswer.CONTENT_TYPE) && !name.equals(RestAnswer.RETRY_AFTER);
    }
}
