package io.signalbox.protocol;

import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.postgresql.Driver;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.AgroalDefaultSecurityProvider;
import io.agroal.api.security.AgroalKerberosSecurityProvider;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.pool.ConnectionHandler;
import io.agroal.pool.DataSource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;

/**
 * How is a database reached? Over a few connections that are kept, to a server that takes writes and, by default, has proved its name.
 *
 * <p>
 * The pool is made here and not by Quarkus, which knows one set of databases from when it was built.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">connection parameters of the driver</a>
 */
// Agroal makes the driver, arrays and what turns a name into a login by reflection. Quarkus says so only where it has a datasource itself.
@RegisterResources(globs = "META-INF/services/io.agroal.api.security.AgroalSecurityProvider")
@RegisterForReflection(targets = {Driver.class, AgroalDefaultSecurityProvider.class,
        AgroalKerberosSecurityProvider.class, ConnectionHandler.class,
        ConnectionHandler[].class, java.sql.Statement.class, java.sql.Statement[].class, java.sql.ResultSet.class,
        java.sql.ResultSet[].class})
final class PostgresServer {
    private static final String EXPECTED = "expected such as jdbc:postgresql://db.example.com:5432/events";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)//[^/?]*@|[?&](user|password|sslpassword)=");
    private static final Pattern TLS = Pattern.compile("(?i)[?&](ssl\\w*|gssEncMode)=");
    /** Answers that never come are given up some time after the server should have given up the statement by itself. */
    private static final Duration LONGER = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private PostgresServer() {
    }

    /**
     * A pool for what the exchange's variables say: url, username, password, encryption, verifySsl, caFile, certFile, keyFile, keyPassword.
     */
    static AgroalDataSource pool(Exchange exchange, int connections, Duration connect, Duration statement) {
        Properties login = tls(exchange);
        login.put("ApplicationName", "signalbox");
        login.put("connectTimeout", String.valueOf(Math.max(1, connect.toSeconds())));
        login.put("socketTimeout", String.valueOf(statement.plus(LONGER).toSeconds()));
        login.put("tcpKeepAlive", "true");
        login.put("gssEncMode", "disable");
        // Of several servers in the URL, and of one that has become a standby.
        login.put("targetServerType", "primary");

        AgroalDataSourceConfigurationSupplier pool = new AgroalDataSourceConfigurationSupplier();
        pool.metricsEnabled(false).connectionPoolConfiguration().maxSize(connections)
                .acquisitionTimeout(connect.multipliedBy(2)).idleValidationTimeout(IDLE)
                .connectionValidator(ConnectionValidator.defaultValidator())
                .exceptionSorter(new PostgreSQLExceptionSorter())
                .reapTimeout(Duration.ofMinutes(5)).connectionFactoryConfiguration()
                .connectionProviderClass(Driver.class).jdbcUrl(url(text(exchange, "url")))
                .principal(new NamePrincipal(text(exchange, "username")))
                .credential(new SimplePassword(text(exchange, "password")));
        login.forEach((name, value) -> pool.connectionPoolConfiguration().connectionFactoryConfiguration()
                .jdbcProperty(name.toString(), value.toString()));
        return new DataSource(pool.get());
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }

    /** The URL, where it is fit to be shown. */
    static String shown(Exchange exchange) {
        try {
            return url(text(exchange, "url"));
        } catch (IllegalArgumentException e) {
            return "postgresql";
        }
    }

    /** The URL as the driver wants it; one that is not fit to be shown is refused without showing it. */
    static String url(String given) {
        String url = given.strip().replaceFirst("^(jdbc:)?postgres(ql)?://", "jdbc:postgresql://");
        if (CREDENTIALS.matcher(url).find()) {
            throw new IllegalArgumentException("url holds a user or password; expected them in username and password");
        }
        if (TLS.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "url says how to encrypt; expected that in encryption, verifySsl, caFile, certFile and keyFile");
        }
        if (!url.startsWith("jdbc:postgresql://") || Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException("url is \"" + given + "\"; " + EXPECTED);
        }
        return url;
    }

    private static Properties tls(Exchange exchange) {
        String encryption = text(exchange, "encryption");
        boolean verify = Boolean.parseBoolean(text(exchange, "verifySsl"));
        Properties tls = new Properties();
        switch (encryption.toLowerCase(Locale.ROOT)) {
            case "none" -> tls.put("sslmode", "disable");
            case "tls" -> {
                tls.put("sslmode", verify ? "verify-full" : "require");
                tls.put("sslfactory", PostgresTls.class.getName());
                tls.put(PostgresTls.CA_FILE, text(exchange, "caFile").strip());
                tls.put(PostgresTls.CERT_FILE, text(exchange, "certFile").strip());
                tls.put(PostgresTls.KEY_FILE, text(exchange, "keyFile").strip());
                tls.put(PostgresTls.KEY_PASSWORD, text(exchange, "keyPassword"));
                // The driver reads the files at each connection, so that a renewed certificate counts; what is wrong with them is said now.
                new PostgresTls(tls);
            }
            default -> throw new IllegalArgumentException(
                    "encryption is \"" + encryption + "\"; expected tls or none");
        }
        return tls;
    }
}
