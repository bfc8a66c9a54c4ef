package io.signalbox.protocol;

import java.security.KeyManagementException;
import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Who must the other end of this connection prove to be? camel-netty does not tell the TLS engine whom it calls, so that a host name could
 * never be verified; here the engine knows.
 */
// The Kamelet syslog-sink names this class.
@RegisterForReflection
public final class TlsPeer extends SSLContextParameters {
    private final String host;
    private final int port;
    private final String caFile;
    private final boolean verify;
    private final String certFile;
    private final String keyFile;

    /**
     * @param certFile
     *            who we are, in PEM; empty for nobody
     * @param keyFile
     *            the key of that certificate, in PEM
     */
    public TlsPeer(String host, int port, String caFile, boolean verify, String certFile, String keyFile) {
        this.host = host;
        this.port = port;
        this.caFile = caFile;
        this.verify = verify;
        this.certFile = certFile.strip();
        this.keyFile = keyFile.strip();
    }

    @Override
    public SSLContext createSSLContext(CamelContext camelContext) {
        SSLContext context = TlsTrust.context(caFile, verify, TlsIdentity.keys(certFile, keyFile, ""));
        return new SSLContext(new ToPeer(context), context.getProvider(), context.getProtocol()) {
        };
    }

    private final class ToPeer extends SSLContextSpi {
        private final SSLContext context;

        ToPeer(SSLContext context) {
            this.context = context;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context.createSSLEngine(host, port);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String otherHost, int otherPort) {
            return context.createSSLEngine(otherHost, otherPort);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("already made");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }
}
