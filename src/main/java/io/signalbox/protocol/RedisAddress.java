package io.signalbox.protocol;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where is a Redis, and who asks? What {@code redis://user:password@host:6379/0} says, {@code rediss} for TLS. It may hold a password, so no
 * error repeats it.
 *
 * @see <a href="https://www.iana.org/assignments/uri-schemes/prov/redis">the redis scheme</a>
 */
record RedisAddress(String host, int port, boolean tls, int database, String username, String password) {
    private static final int USUAL_PORT = 6379;
    private static final String EXPECTED = "; expected redis://HOST:PORT or rediss://HOST:PORT, and perhaps /DATABASE";

    static RedisAddress of(String url) {
        try {
            URI uri = new URI(url.strip());
            if (uri.getHost() == null || !("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("the Redis URL has no host, or another scheme" + EXPECTED);
            }
            String path = uri.getPath().replace("/", "");
            String user = uri.getUserInfo() == null ? "" : uri.getUserInfo();
            int colon = user.indexOf(':');
            return new RedisAddress(uri.getHost().replaceAll("[\\[\\]]", ""),
                    uri.getPort() < 0 ? USUAL_PORT : uri.getPort(), uri.getScheme().equals("rediss"),
                    path.isEmpty() ? 0 : Integer.parseInt(path), colon < 0 ? user : user.substring(0, colon),
                    colon < 0 ? "" : user.substring(colon + 1));
        } catch (URISyntaxException | NumberFormatException e) {
            throw new IllegalArgumentException("the Redis URL can't be read" + EXPECTED);
        }
    }
}
