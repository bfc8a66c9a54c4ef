package io.signalbox.protocol;

import org.apache.camel.Exchange;

/**
 * Where does a vendor's API live? At the URL that the sink was given, else in the region of the account.
 *
 * <p>
 * Variables: {@code url}, {@code region} ({@code us}, {@code eu}).
 */
final class Region {
    private Region() {
    }

    /** The API's URL, without a slash at its end. */
    static String url(Exchange exchange, String us, String eu) {
        String url = exchange.getVariable("url", "", String.class).strip();
        if (url.isEmpty()) {
            return "eu".equalsIgnoreCase(exchange.getVariable("region", String.class)) ? eu : us;
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
