package io.signalbox.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A real Elasticsearch on loopback, started once for all tests that ask. It is its vendor's package for tests: no {@code GET /}, but security.
 */
public final class Elasticsearch {
    public static final String USERNAME = "ops";
    public static final String PASSWORD = "c0ntinuum&co";
    /** bcrypt of {@link #PASSWORD}; as a file, the user costs no start of a tool. */
    private static final String PASSWORD_HASH = "$2a$10$tlwTtv.xSLwWeFbnlPfckOIxZjwxiS9Ao/gZ5cnzGu/P51Gnp82fW";

    private final SearchServer server;

    private static final class Shared {
        private static final Elasticsearch SERVER = new Elasticsearch();
    }

    private Elasticsearch() {
        String basic = Base64.getEncoder()
                .encodeToString((USERNAME + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        server = SearchServer.start("elasticsearch", Map.of("elasticsearch.yml", """
                xpack.security.enabled: true
                xpack.security.authc.api_key.enabled: true
                """, "users", USERNAME + ":" + PASSWORD_HASH + "\n", "users_roles", "superuser:" + USERNAME + "\n"),
                Map.of("ES_JAVA_HOME", System.getProperty("java.home"), "ES_JAVA_OPTS", "-Xms512m -Xmx512m"),
                "Basic " + basic);
    }

    /** The one server of this JVM, ready for requests. */
    public static Elasticsearch shared() {
        return Shared.SERVER;
    }

    /** Where it listens. */
    public String url() {
        return server.url();
    }

    /** Sends a request as a user who may do all, and returns the answer's body. */
    public String call(String method, String path, String body) throws IOException {
        return server.call(method, path, body);
    }
}
