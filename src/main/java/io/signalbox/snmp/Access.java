package io.signalbox.snmp;

/**
 * With what rights is a device asked?
 *
 * @param version
 *            {@code 1}, {@code 2c} or {@code 3}
 * @param community
 *            for versions 1 and 2c
 * @param user
 *            for version 3, as all that follows; without {@code authProtocol} nothing is authenticated, without {@code privProtocol} nothing is
 *            encrypted
 * @param context
 *            the SNMPv3 context, most often empty
 */
public record Access(String version, String community, String user, String authProtocol, String authPassword,
        String privProtocol, String privPassword, String context) {

    boolean v3() {
        return version.equals("3");
    }

    /** Without anything secret: a record's own text would carry the passwords into a log. */
    @Override
    public String toString() {
        return v3()
                ? "v3 " + user + (authProtocol == null ? "" : " " + authProtocol)
                        + (privProtocol == null ? "" : " " + privProtocol)
                : "v" + version;
    }
}
