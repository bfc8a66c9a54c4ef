package io.signalbox.protocol;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;

import org.apache.camel.Exchange;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;

/**
 * Has an NSCA server got a check's result? It says neither yes nor no: delivered is what it read up to the end before it hung up.
 *
 * <p>
 * A connection for each result: what a server reads into one connection it judges alike, so the first packet that it can't read would take
 * all others with it, and one packet always fits into the send buffer, so that no write can block.
 *
 * <p>
 * Variable: {@code secret}, which is the password.
 */
// The Kamelet nagios-sink names this class.
@RegisterForReflection
public final class NscaServer implements HandsOver {
    private static final int IV_LENGTH = 128;

    private final String host;
    private final int port;
    private final NscaCipher cipher;
    private final int outputLength;
    private final int timeoutMillis;

    public NscaServer(Object host, int port, Object encryptionMethod, int outputLength, int timeoutMillis) {
        this.host = host.toString();
        this.port = port;
        this.cipher = NscaCipher.of(encryptionMethod.toString());
        this.outputLength = outputLength;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Handover handover(Exchange exchange) {
        NscaPacket packet = exchange.getMessage().getBody(NscaPacket.class);
        return new Handover("nsca:" + host + ":" + port, Map.of("host", packet.host(), "service", packet.service(),
                "code", packet.code(), "output", packet.output()));
    }

    @Override
    public void process(Exchange exchange) throws IOException, NotNow, GeneralSecurityException {
        NscaPacket packet = exchange.getMessage().getBody(NscaPacket.class);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] iv = in.readNBytes(IV_LENGTH);
            byte[] bytes = packet.bytes(in.readInt(), outputLength);
            socket.getOutputStream()
                    .write(cipher.hide(bytes, iv, exchange.getVariable("secret", "", String.class)));
            // Only now does a server know that a short packet is a whole one.
            socket.shutdownOutput();
            in.read();
            Answer.note(exchange, "read to its end by " + host + ":" + port + "; NSCA says neither yes nor no");
        } catch (EOFException e) {
            throw new NotNow(
                    "The NSCA server hung up before its greeting; it may not know this address (allowed_hosts)",
                    null);
        }
    }
}
