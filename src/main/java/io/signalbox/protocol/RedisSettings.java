package io.signalbox.protocol;

import javax.net.ssl.SSLParameters;

import io.quarkus.runtime.annotations.RegisterForReflection;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * How is a Redis connected to? Over TLS where its URL says so, as whoever the properties name, or else the URL.
 *
 * <p>
 * With setters, so that Camel hands over the password as it is: see {@link MailLogin}.
 */
// The Kamelet redis-sink names this class and its properties.
@RegisterForReflection
public final class RedisSettings {
    private RedisAddress address;
    private String username = "";
    private String password = "";
    private String caFile = "";
    private String certFile = "";
    private String keyFile = "";
    private boolean verifySsl = true;
    private int timeoutMillis = 10_000;

    /** Where it is, for people. */
    String address() {
        return address.host() + ":" + address.port();
    }

    /** A new connection, on which we are known. */
    Connection connect() {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeoutMillis).socketTimeoutMillis(timeoutMillis).clientName("signalbox")
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED).database(address.database());
        String user = username.isEmpty() ? address.username() : username;
        String secret = password.isEmpty() ? address.password() : password;
        if (!secret.isEmpty()) {
            config.user(user.isEmpty() ? null : user).password(secret);
        }
        if (address.tls()) {
            SSLParameters parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm(verifySsl ? "HTTPS" : null);
            config.ssl(true).sslParameters(parameters)
                    .sslSocketFactory(TlsTrust
                            .context(caFile, verifySsl, TlsIdentity.keys(certFile, keyFile, "")).getSocketFactory());
        }
        Connection connection = new Connection(new HostAndPort(address.host(), address.port()), config.build());
        try {
            // To whom it does not know, Redis answers a long command with riddles; to a short one it says why.
            connection.ping();
            return connection;
        } catch (JedisException e) {
            connection.disconnect();
            throw e;
        }
    }

    public void setUrl(String url) {
        address = RedisAddress.of(url);
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
    }

    public void setCertFile(String certFile) {
        this.certFile = certFile.strip();
    }

    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile.strip();
    }

    public void setVerifySsl(boolean verifySsl) {
        this.verifySsl = verifySsl;
    }

    public void setTimeoutMillis(int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }
}
