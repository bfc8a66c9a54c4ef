package io.signalbox.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has an Elasticsearch got that answers 200 and says item by item what went wrong? */
final class ItemwiseHttp implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"_id\":\"([^\"]+)\"");

    final Arrivals arrivals = new Arrivals();
    private final RawHttp server;
    private volatile boolean full = true;

    ItemwiseHttp() throws IOException {
        server = new RawHttp((request, socket) -> {
            List<String> items = new ArrayList<>();
            List<String> taken = new ArrayList<>();
            for (Matcher found = ID.matcher(request.body()); found.find();) {
                Id id = Id.of(found.group(1));
                if (id.doomed()) {
                    items.add(item(400, "mapper_parsing_exception"));
                } else if (full) {
                    items.add(item(429, "es_rejected_execution_exception"));
                } else {
                    items.add("{\"create\":{\"status\":201}}");
                    taken.add(id.toString());
                }
            }
            arrivals.got(taken);
            String body = "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}";
            return RawHttp.say(socket, "200 OK", "", body);
        });
    }

    private static String item(int status, String type) {
        return "{\"create\":{\"status\":" + status + ",\"error\":{\"type\":\"" + type + "\",\"reason\":\"because\"}}}";
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** From now on it has room. */
    void heal() {
        full = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
