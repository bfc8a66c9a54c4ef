package io.signalbox.snmp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.PDU;
import org.snmp4j.Target;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.event.ResponseListener;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** What does one device answer now? One request after the other: GET for what has a fixed place, then the walk of the columns. */
final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final int VALUES_PER_GET = 20;

    private final SnmpSession session;
    private final Target<UdpAddress> target;
    private final Device device;
    private final Profile profile;
    private final Set<OID> absent;
    private final Consumer<Runnable> later;
    private final Consumer<Outcome> done;
    private final Instant asked = Instant.now();
    private final List<OID> missing = new ArrayList<>();
    private final Map<OID, Variable> exact = new HashMap<>();
    private final Walk walk;
    private int valuesPerGet = VALUES_PER_GET;
    private int attempts;
    private int requests;
    private long sent;
    private long took = -1;
    private Object awaited;

    /**
     * @param absent
     *            what this device is known not to have: SNMPv1 refuses a request for the sake of one such value
     * @param attempts
     *            how often a request is sent at most
     * @param later
     *            runs the next attempt after a request that nobody answered
     */
    Poll(SnmpSession session, Target<UdpAddress> target, Device device, Profile profile, Set<OID> absent, int attempts,
            Consumer<Runnable> later, Consumer<Outcome> done) {
        this.session = session;
        this.target = target;
        this.device = device;
        this.profile = profile;
        this.absent = absent;
        this.attempts = attempts;
        this.later = later;
        this.done = done;
        this.walk = new Walk(profile, device.maxRepetitions());
        profile.values().values().stream().filter(value -> !value.first() && !absent.contains(value.oid()))
                .forEach(value -> missing.add(value.oid()));
    }

    void next() {
        PDU request = SnmpSession.request(device.access());
        if (!missing.isEmpty()) {
            request.setType(PDU.GET);
            missing.stream().limit(valuesPerGet).forEach(oid -> request.add(new VariableBinding(oid)));
        } else if (!walk.next(request, !device.access().version().equals("1"))) {
            finish();
            return;
        }
        if (requests++ == device.maxRequests()) {
            finish();
            return;
        }
        send(request);
    }

    private void send(PDU request) {
        ResponseListener listener = new ResponseListener() {
            @Override
            public <A extends Address> void onResponse(ResponseEvent<A> event) {
                session.done(request, this);
                if (first(this)) {
                    try {
                        answered(request, event.getResponse());
                    } catch (RuntimeException e) {
                        LOG.error("{}: its answer can't be understood", device.id(), e);
                        done.accept(new Outcome.Answer(asked, null, device.host(), Duration.ZERO));
                    }
                }
            }
        };
        synchronized (this) {
            awaited = listener;
            sent = System.nanoTime();
        }
        try {
            session.send(request, target, listener);
        } catch (IOException | RuntimeException e) {
            session.done(request, listener);
            if (first(listener)) {
                done.accept(new Outcome.Silence(asked, "can't be asked: " + e.getMessage()));
            }
        }
    }

    /** An answer may come while its time is running out: whichever is first counts. */
    private synchronized boolean first(ResponseListener listener) {
        boolean first = awaited == listener;
        awaited = null;
        return first;
    }

    private void answered(PDU request, PDU response) {
        if (response == null && --attempts > 0) {
            // The same request again: even a late answer to the first one is welcome.
            later.accept(() -> send(request));
        } else if (response == null) {
            done.accept(new Outcome.Silence(asked, "no answer within " + device.timeout().toMillis() + " ms"));
        } else if (response.getType() == PDU.REPORT) {
            done.accept(new Outcome.Silence(asked, report(response)));
        } else {
            took = took < 0 ? System.nanoTime() - sent : took;
            if (request.getType() == PDU.GET) {
                take(request, response);
            } else {
                walk.take(response);
            }
            next();
        }
    }

    private void take(PDU request, PDU response) {
        List<OID> these = request.getVariableBindings().stream().map(VariableBinding::getOid).toList();
        int index = response.getErrorIndex() - 1;
        if (response.getErrorStatus() == PDU.tooBig && these.size() > 1) {
            valuesPerGet = these.size() / 2;
        } else if (response.getErrorStatus() == PDU.noError) {
            for (VariableBinding value : response.getVariableBindings()) {
                if (!value.isException() && !(value.getVariable() instanceof Null)) {
                    exact.put(value.getOid(), value.getVariable());
                }
            }
            missing.removeAll(these);
        } else if (index >= 0 && index < these.size()) {
            absent.add(these.get(index));
            missing.remove(these.get(index));
        } else {
            missing.removeAll(these);
        }
    }

    private void finish() {
        done.accept(new Outcome.Answer(asked, Decoded.reading(profile, exact, walk),
                target.getAddress().getInetAddress().getHostAddress(), Duration.ofNanos(took)));
    }

    /** What an SNMPv3 agent says when it does not take a request. */
    private static String report(PDU response) {
        OID oid = response.size() == 0 ? null : response.get(0).getOid();
        if (SnmpConstants.usmStatsUnknownUserNames.equals(oid)) {
            return "does not know the user";
        }
        if (SnmpConstants.usmStatsWrongDigests.equals(oid)) {
            return "refuses the authPassword or authProtocol";
        }
        if (SnmpConstants.usmStatsDecryptionErrors.equals(oid)) {
            return "refuses the privPassword or privProtocol";
        }
        if (SnmpConstants.usmStatsUnsupportedSecLevels.equals(oid)) {
            return "asks for another security level: authProtocol and privProtocol";
        }
        return "refuses the request: " + oid;
    }
}
