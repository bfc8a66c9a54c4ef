package io.signalbox.snmp;

import java.io.IOException;
import java.util.concurrent.ConcurrentSkipListMap;

import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** A printer on a real socket, whose state a test sets. */
final class Printer implements AutoCloseable {
    final ConcurrentSkipListMap<OID, Variable> values = new ConcurrentSkipListMap<>();
    private final Access[] users;
    private SimulatedAgent agent;
    volatile boolean silent;

    Printer(Access... users) throws IOException {
        this.users = users;
        put("1.3.6.1.2.1.25.3.2.1.3.1", new OctetString("HP LaserJet M609"));
        status(3);
        errors();
        pages(1000);
        supply(1, 21, "Black Cartridge", 100, 80);
        plug(0);
    }

    void plug(int port) throws IOException {
        agent = new SimulatedAgent("127.0.0.1", port, name -> silent || name.equals("wrong") ? null : values, users);
    }

    int port() {
        return agent.port();
    }

    Printer put(String oid, Variable value) {
        values.put(new OID(oid), value);
        return this;
    }

    Printer status(int status) {
        return put("1.3.6.1.2.1.25.3.5.1.1.1", new Integer32(status));
    }

    Printer errors(int... bits) {
        byte[] octets = new byte[2];
        for (int bit : bits) {
            octets[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return put("1.3.6.1.2.1.25.3.5.1.2.1", new OctetString(octets));
    }

    Printer pages(long pages) {
        return put("1.3.6.1.2.1.43.10.2.1.4.1.1", new Counter32(pages));
    }

    Printer supply(int index, int kind, String name, int capacity, int level) {
        String end = ".1." + index;
        put("1.3.6.1.2.1.43.11.1.1.4" + end, new Integer32(kind == 4 ? 4 : 3));
        put("1.3.6.1.2.1.43.11.1.1.5" + end, new Integer32(kind));
        put("1.3.6.1.2.1.43.11.1.1.6" + end, new OctetString(name));
        put("1.3.6.1.2.1.43.11.1.1.8" + end, new Integer32(capacity));
        return put("1.3.6.1.2.1.43.11.1.1.9" + end, new Integer32(level));
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}
