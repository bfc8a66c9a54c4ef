package io.signalbox.snmp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.signalbox.bus.KeptFile;

/** Which devices were added to, and removed from, those of {@code devices.yaml} while it ran? Kept as a small JSON file. */
final class DeviceOverlay {
    /** What mistakes call it. */
    static final String NAME = "the devices that were added";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeptFile file;
    private volatile Laid laid;

    /**
     * What is laid over the file.
     *
     * @param added
     *            by id, the fields of each device, as in {@code devices.yaml}
     * @param removed
     *            the ids of devices of the file that are not polled
     */
    record Laid(Map<String, ObjectNode> added, Set<String> removed) {
        Laid {
            added = new LinkedHashMap<>(added);
            removed = new TreeSet<>(removed);
        }

        Laid with(String id, ObjectNode device) {
            Laid more = new Laid(added, removed);
            more.added.put(id, device);
            more.removed.remove(id);
            return more;
        }

        /** The same without a device; one of the file's is gone all the same. */
        Laid without(String id, boolean ofTheFile) {
            Laid less = new Laid(added, removed);
            less.added.remove(id);
            if (ofTheFile) {
                less.removed.add(id);
            }
            return less;
        }

        /** The same, where what the file says of a device counts again. */
        Laid asInTheFile(String id) {
            Laid again = new Laid(added, removed);
            again.added.remove(id);
            again.removed.remove(id);
            return again;
        }
    }

    private DeviceOverlay(KeptFile file, Laid laid) {
        this.file = file;
        this.laid = laid;
    }

    /**
     * @param path
     *            where it is kept, or null for nowhere
     */
    static DeviceOverlay open(Path path) throws IOException {
        KeptFile file = path == null ? null : new KeptFile(path);
        String text = file == null ? null : file.read();
        Laid laid = new Laid(Map.of(), Set.of());
        if (text != null) {
            JsonNode root = JSON.readTree(text);
            root.path("added").forEach(device -> laid.added.put(device.path("id").asText(), (ObjectNode) device));
            root.path("removed").forEach(id -> laid.removed.add(id.asText()));
        }
        return new DeviceOverlay(file, laid);
    }

    Laid laid() {
        return laid;
    }

    void lay(DevicesFile devices) {
        lay(devices, laid);
    }

    /** Lays something over the devices of a file. JSON is YAML, so the same code reads it. */
    void lay(DevicesFile devices, Laid wanted) {
        ArrayNode added = JSON.createArrayNode();
        wanted.added.values().forEach(added::add);
        devices.lay(NAME, added.toString(), wanted.removed);
    }

    /** Keeps something to be laid over the file from now on; it is on the disk when this returns. */
    void keep(Laid wanted) throws IOException {
        if (file != null) {
            ObjectNode root = JSON.createObjectNode();
            wanted.added.values().forEach(root.putArray("added")::add);
            wanted.removed.forEach(root.putArray("removed")::add);
            file.write(root.toPrettyString() + "\n");
        }
        laid = wanted;
    }
}
