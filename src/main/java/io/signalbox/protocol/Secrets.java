package io.signalbox.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * What may a text show of the secrets it might hold? Nothing: each is replaced by {@code ***}, whole or in the parts that somebody else
 * would print, such as the path of a secret URL on a proxy's error page.
 *
 * <p>
 * Made of the values of all properties that a Kamelet declares as {@code format: password}.
 */
public final class Secrets {
    private static final String MASK = "***";
    /** Credentials give themselves away by what stands before them, and a digit: "basic authentication" is none. */
    private static final Pattern CREDENTIALS = Pattern.compile(
            "(?i)\\b(basic|bearer|apikey|geniekey|splunk)(\\s+)(?=[A-Za-z+/_.~=-]*[0-9])[A-Za-z0-9+/_.~=-]{8,}");

    private static final Pattern BETWEEN_HEADERS = Pattern.compile("[,\\n]\\s*(?=[\\w.-]+\\s*:)");
    private static final Pattern SECRET_HEADER = Pattern
            .compile("(?i)[\\w.-]*(key|token|secret|auth|cookie|password|signature)[\\w.-]*\\s*");

    private final List<String> words;

    /** @param values the secrets; null and blank ones are none */
    public Secrets(Collection<String> values) {
        Set<String> parts = new LinkedHashSet<>();
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                parts.add(value);
                parts.add(value.strip());
                // As it stands in a JSON body, or in a form or a query.
                parts.add(new String(JsonStringEncoder.getInstance().quoteAsString(value)));
                parts.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
                if (value.contains("://")) {
                    partsOfUrl(value.strip(), parts);
                }
                partsOfHeaders(value, parts);
            }
        }
        // The longest first, or else a part would be masked and the rest of the whole shown.
        words = parts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /** The text without secrets; null stays null. */
    public String mask(String text) {
        if (text == null) {
            return null;
        }
        String masked = text;
        for (String word : words) {
            masked = masked.replace(word, MASK);
        }
        return CREDENTIALS.matcher(masked).replaceAll("$1$2" + Matcher.quoteReplacement(MASK));
    }

    /** Of headers, {@code X-Source: signalbox, X-Api-Key: …}, those whose name says so. */
    private static void partsOfHeaders(String headers, Set<String> parts) {
        for (String header : BETWEEN_HEADERS.split(headers)) {
            int colon = header.indexOf(':');
            if (colon > 0 && SECRET_HEADER.matcher(header.substring(0, colon)).matches()) {
                add(parts, header.substring(colon + 1).strip(), 4);
            }
        }
    }

    private static void partsOfUrl(String url, Set<String> parts) {
        try {
            URI uri = new URI(url);
            String path = uri.getRawPath();
            add(parts, path, 2);
            add(parts, uri.getPath(), 2);
            if (path != null) {
                add(parts, path.substring(path.lastIndexOf('/') + 1), 12);
            }
            if (uri.getRawUserInfo() != null) {
                add(parts, uri.getRawUserInfo(), 1);
                add(parts, uri.getUserInfo().substring(uri.getUserInfo().indexOf(':') + 1), 1);
            }
            if (uri.getRawQuery() != null) {
                add(parts, path + "?" + uri.getRawQuery(), 2);
                for (String pair : uri.getRawQuery().split("&")) {
                    add(parts, pair.substring(pair.indexOf('=') + 1), 4);
                }
            }
        } catch (URISyntaxException e) {
            // Not a URL after all: the whole of it is masked.
        }
    }

    private static void add(Set<String> parts, String part, int shortest) {
        if (part != null && part.length() >= shortest) {
            parts.add(part);
        }
    }
}
