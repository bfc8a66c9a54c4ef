package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Locale;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** How does a value stand in a body, so that it can say nothing but itself? That depends on what the body is. */
enum BodyKind {
    JSON, XML, FORM, PLAIN;

    static BodyKind of(String contentType) {
        String type = contentType.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return JSON;
        }
        if (type.equals("application/xml") || type.equals("text/xml") || type.endsWith("+xml")
                || type.equals("text/html")) {
            return XML;
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            return FORM;
        }
        if (type.equals("text/plain")) {
            return PLAIN;
        }
        throw new IllegalArgumentException("contentType is \"" + contentType + "\"; expected application/json, "
                + "application/xml, text/xml, text/html, application/x-www-form-urlencoded, text/plain, or …+json, …+xml");
    }

    /** A text as it stands in a body; in JSON, between quotes. */
    String escape(String text) {
        return switch (this) {
            case JSON -> new String(JsonStringEncoder.getInstance().quoteAsString(text));
            case XML -> xml(text);
            case FORM -> URLEncoder.encode(text, UTF_8);
            case PLAIN -> text;
        };
    }

    /** XML 1.0 has no way at all to write most control characters. */
    private static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> {
                    boolean forbidden = c < ' ' || c >= 0xd800 && c <= 0xdfff || c == 0xfffe || c == 0xffff;
                    out.appendCodePoint(forbidden ? 0xfffd : c);
                }
            }
        });
        return out.toString();
    }
}
