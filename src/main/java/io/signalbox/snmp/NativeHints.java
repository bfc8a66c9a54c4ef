package io.signalbox.snmp;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What does snmp4j make by name? These classes: it reads their names from its own properties files ({@code smisyntaxes}, {@code address},
 * {@code transports}, {@code SecurityProtocols}, {@code SecurityModels}), which a native binary can't foresee.
 */
@RegisterForReflection(classNames = {"org.snmp4j.smi.Integer32", "org.snmp4j.smi.BitString",
        "org.snmp4j.smi.OctetString",
        "org.snmp4j.smi.Null", "org.snmp4j.smi.OID", "org.snmp4j.smi.IpAddress", "org.snmp4j.smi.Counter32",
        "org.snmp4j.smi.Gauge32", "org.snmp4j.smi.UnsignedInteger32", "org.snmp4j.smi.TimeTicks",
        "org.snmp4j.smi.Opaque",
        "org.snmp4j.smi.Counter64", "org.snmp4j.smi.UdpAddress", "org.snmp4j.smi.TcpAddress",
        "org.snmp4j.smi.TlsAddress",
        "org.snmp4j.smi.DtlsAddress", "org.snmp4j.transport.DefaultUdpTransportMapping",
        "org.snmp4j.transport.DefaultTcpTransportMapping", "org.snmp4j.transport.TLSTM", "org.snmp4j.security.USM",
        "org.snmp4j.security.TSM", "org.snmp4j.security.AuthMD5", "org.snmp4j.security.AuthSHA",
        "org.snmp4j.security.AuthHMAC128SHA224", "org.snmp4j.security.AuthHMAC192SHA256",
        "org.snmp4j.security.AuthHMAC256SHA384", "org.snmp4j.security.AuthHMAC384SHA512", "org.snmp4j.security.PrivDES",
        "org.snmp4j.security.Priv3DES", "org.snmp4j.security.PrivAES128", "org.snmp4j.security.PrivAES192",
        "org.snmp4j.security.PrivAES256"})
final class NativeHints {
    private NativeHints() {
    }
}
