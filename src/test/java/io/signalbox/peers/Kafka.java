package io.signalbox.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * A real Kafka of one broker on loopback, that keeps its log in a directory of its own, so that it may be killed and started again.
 *
 * <p>
 * The build writes down its class path, which is none of ours: {@code ./mvnw pre-integration-test}.
 */
public final class Kafka implements AutoCloseable {
    public static final String USERNAME = "ops";
    public static final String PASSWORD = "c0nt\"in\\uum&co;%";
    /** That of the same user for SCRAM, which is kept by the cluster itself. */
    public static final String SCRAM_PASSWORD = "scr4m&co";
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private final Path directory;
    private final String jars;
    private final int plain = Peer.freeTcp();
    private final int sasl = Peer.freeTcp();
    private final int tls = Peer.freeTcp();
    private final int mutual = Peer.freeTcp();
    private Process process;

    /**
     * Formats its directory; it is not started yet.
     *
     * @param keystore
     *            PKCS12, for its TLS ports; whoever has the same key may come to the one where certificates are asked for
     */
    public Kafka(Path directory, Path keystore) throws Exception {
        this(directory, keystore, keystore);
    }

    /**
     * Formats its directory; it is not started yet.
     *
     * @param keystore
     *            PKCS12, for its TLS ports
     * @param truststore
     *            PKCS12, of those who may come to the port where certificates are asked for
     */
    public Kafka(Path directory, Path keystore, Path truststore) throws Exception {
        this.directory = directory;
        Path written = Path.of("target/kafka.classpath");
        this.jars = Files.exists(written)
                ? Files.readString(written).strip()
                : Peer.missing("kafka, as target/kafka.classpath (./mvnw pre-integration-test writes it),");
        String password = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\");
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                .formatted(USERNAME, password);
        String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        Files.writeString(directory.resolve("server.properties"),
                """
                        process.roles=broker,controller
                        node.id=1
                        controller.quorum.voters=1@127.0.0.1:%1$d
                        listeners=PLAINTEXT://127.0.0.1:%2$d,SASL_PLAINTEXT://127.0.0.1:%3$d,SASL_SSL://localhost:%4$d,SSL://localhost:%10$d,CONTROLLER://127.0.0.1:%1$d
                        controller.listener.names=CONTROLLER
                        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL
                        sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
                        listener.name.sasl_plaintext.plain.sasl.jaas.config=%5$s
                        listener.name.sasl_ssl.plain.sasl.jaas.config=%5$s
                        listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=%6$s
                        listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=%6$s
                        ssl.keystore.type=PKCS12
                        ssl.keystore.location=%7$s
                        ssl.keystore.password=%8$s
                        listener.name.ssl.ssl.client.auth=required
                        ssl.truststore.type=PKCS12
                        ssl.truststore.location=%11$s
                        ssl.truststore.password=%8$s
                        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                        super.users=User:ANONYMOUS
                        allow.everyone.if.no.acl.found=true
                        auto.create.topics.enable=false
                        log.dirs=%9$s
                        offsets.topic.replication.factor=1
                        transaction.state.log.replication.factor=1
                        transaction.state.log.min.isr=1
                        group.initial.rebalance.delay.ms=0
                        """
                        .formatted(Peer.freeTcp(), plain, sasl, tls, login, scram, keystore, Certificates.PASSWORD,
                                directory.resolve("log"), mutual, truststore));
        Process format = java("kafka.tools.StorageTool", "format", "-t", "c2lnbmFsYm94LWthZmthLQ", "-c",
                "server.properties", "--add-scram",
                "SCRAM-SHA-512=[name=%s,password=%s]".formatted(USERNAME, SCRAM_PASSWORD));
        if (format.waitFor() != 0) {
            throw new IOException("kafka can't be formatted: " + said());
        }
    }

    /** Starts it, also again after {@link #kill}. */
    public void start() throws IOException {
        process = java("kafka.Kafka", "server.properties");
        try (Admin admin = admin()) {
            Awaitility.await().atMost(LONGEST_START).ignoreExceptions().failFast(() -> !process.isAlive())
                    .until(() -> !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty());
        } catch (RuntimeException e) {
            throw new IOException("kafka: " + said(), e);
        }
    }

    /** Ends it as a power failure would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void topic(String name, int partitions, Map<String, String> configuration) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configuration))).all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Lets nobody but somebody else write to a topic. */
    public void forbid(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createAcls(List.of(new AclBinding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                    new AccessControlEntry("User:else", "*", AclOperation.ALL, AclPermissionType.ALLOW)))).all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** All records of a topic, each partition in its order. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "auto.offset.reset", "earliest",
                "metric.reporters", "");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** Anybody may do anything here. */
    public String servers() {
        return "127.0.0.1:" + plain;
    }

    /** Who comes here must log in. */
    public String saslServers() {
        return "127.0.0.1:" + sasl;
    }

    /** Who comes here must log in, over TLS. */
    public String tlsServers() {
        return "localhost:" + tls;
    }

    /** Who comes here must show a certificate. */
    public String mutualServers() {
        return "localhost:" + mutual;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers(), "metric.reporters", ""));
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp", jars));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("said").toFile())).start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
