package io.signalbox.snmp;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which devices are polled, and how are they? They can be added and removed while it runs. */
public final class PolledDevices {
    private static final List<String> SECRETS = List.of("community", "authPassword", "privPassword");
    /** Whoever may add a device must not learn by it what else the environment holds. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{SNMP_[A-Z0-9_]*}");

    private final Devices devices;

    /**
     * How a device is.
     *
     * @param added
     *            whether it was added while it ran, or is laid over the file's own
     * @param answers
     *            whether it answered when it was asked last; null before that
     * @param trouble
     *            why it does not answer, or null
     */
    public record Polled(Device device, boolean added, Boolean answers, boolean offline, String trouble) {
    }

    PolledDevices(Devices devices) {
        this.devices = devices;
    }

    /** Those that are polled, by id. */
    public List<Polled> all() {
        DeviceOverlay.Laid laid = devices.laid();
        return devices.lines().stream().map(line -> polled(line, laid))
                .sorted(Comparator.comparing(polled -> polled.device().id())).toList();
    }

    private static Polled polled(Line line, DeviceOverlay.Laid laid) {
        boolean asked = line.polls > 0 || line.silence != null;
        return new Polled(line.device, laid.added().containsKey(line.device.id()),
                asked ? line.silence == null : null, line.state.offline(), line.silence);
    }

    /** The ids of the file's devices that were removed while it ran. */
    public List<String> removed() {
        return List.copyOf(devices.laid().removed());
    }

    /**
     * Polls a device from now on, and after the next start; one of the file's is replaced. With nothing but an id, what the file says of it
     * counts again.
     *
     * @param device
     *            its fields, as in {@code devices.yaml}; secrets as <code>${SNMP_…}</code>
     * @throws BadDevices
     *             where they make no sense
     * @throws IOException
     *             where it can't be kept; then nothing has changed
     */
    public void add(ObjectNode device) throws IOException {
        String id = device.path("id").asText();
        if (device.size() == 1 && devices.isNamed(id)) {
            devices.change(laid -> laid.asInTheFile(id));
            return;
        }
        device.properties().forEach(field -> check(field.getKey(), field.getValue()));
        devices.change(laid -> laid.with(id, device));
    }

    private static void check(String field, JsonNode value) {
        boolean secret = SECRETS.contains(field);
        boolean refers = value.toString().contains("${");
        if (refers && !(secret && REFERENCE.matcher(value.asText()).matches())) {
            throw new BadDevices(List.of(field + " is " + (secret ? "no ${SNMP_…}" : value) + "; expected "
                    + (secret
                            ? "${SNMP_SOMETHING}: an environment variable whose name begins with SNMP_"
                            : "no ${…}, which stands for secrets only")));
        }
    }

    /**
     * Polls a device no more, nor after the next start; what it had open ends.
     *
     * @return whether it was polled
     */
    public boolean remove(String id) throws IOException {
        boolean ofTheFile = devices.isNamed(id);
        if (!ofTheFile && !devices.laid().added().containsKey(id) || devices.laid().removed().contains(id)) {
            return false;
        }
        devices.change(laid -> laid.without(id, ofTheFile));
        return true;
    }
}
