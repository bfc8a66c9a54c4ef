package io.signalbox.oracle;

import java.io.IOException;
import java.util.List;

import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.signalbox.peers.Certificates;

/** What has a backend got whose certificate is bad until it gets a better one? */
final class TlsHttp implements AutoCloseable {
    final Arrivals arrivals = new Arrivals();
    private final Certificates certificates;
    private RawHttp server;

    TlsHttp(Certificates certificates, String name) throws Exception {
        this.certificates = certificates;
        this.server = serve(name, 0);
    }

    private RawHttp serve(String name, int port) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.keys(name), Certificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        ServerSocketFactory sockets = context.getServerSocketFactory();
        return new RawHttp(sockets, port, (request, socket) -> {
            List<String> ids = request.ids();
            arrivals.got(ids);
            return RawHttp.say(socket, "200 OK", "", "ok");
        });
    }

    String url() {
        return "https://127.0.0.1:" + server.port() + "/";
    }

    /** From now on it shows another certificate. */
    void show(String name) throws Exception {
        int port = server.port();
        server.close();
        server = serve(name, port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
