package io.signalbox.protocol;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What does a Zabbix server or proxy answer? Each request has a connection of its own, for so the protocol wants it, and everything about
 * it must be over in one time limit.
 */
final class ZabbixServer {
    static final int PORT = 10051;
    /** {@code http://zabbix:10051} is what people write, though nothing there speaks HTTP. */
    private static final Pattern ADDRESS = Pattern
            .compile("(?:[a-zA-Z]+://)?(\\[[0-9a-fA-F:.]+]|[^:/\\[\\]\\s]+)(?::(\\d{1,5}))?/?");

    private final String host;
    private final int port;
    private final int timeoutMillis;
    private final SSLContext tls;
    private final boolean verifyName;

    /**
     * @param address
     *            host, host:port or a URL of both
     * @param tls
     *            null for none
     * @param verifyName
     *            whether the certificate must name the host
     */
    ZabbixServer(String address, int timeoutMillis, SSLContext tls, boolean verifyName) {
        Matcher parts = ADDRESS.matcher(address.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "server is \"" + address + "\"; expected such as zabbix.example.com:10051");
        }
        this.host = parts.group(1);
        this.port = parts.group(2) == null ? PORT : Integer.parseInt(parts.group(2));
        this.timeoutMillis = timeoutMillis;
        this.tls = tls;
        this.verifyName = verifyName;
    }

    ZabbixAnswer ask(byte[] request) throws IOException {
        CompletableFuture<ZabbixAnswer> answered = new CompletableFuture<>();
        try (Socket socket = new Socket()) {
            answered.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS).whenComplete((answer, late) -> {
                if (late instanceof TimeoutException) {
                    close(socket);
                }
            });
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            Socket line = tls == null ? socket : secured(socket);
            line.getOutputStream().write(request);
            line.getOutputStream().flush();
            ZabbixAnswer answer = ZabbixAnswer.read(line.getInputStream());
            answered.complete(answer);
            return answer;
        } catch (IOException e) {
            if (answered.isCompletedExceptionally() || e instanceof SocketTimeoutException) {
                throw new InterruptedIOException("no answer within " + timeoutMillis + " ms");
            }
            throw e;
        } finally {
            // Lets nobody wait for a connection that is closed.
            answered.cancel(false);
        }
    }

    private Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
        if (verifyName) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        return secured;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use to anybody any more.
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
