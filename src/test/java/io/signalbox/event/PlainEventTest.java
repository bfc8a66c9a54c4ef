package io.signalbox.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonParser;

/** An object is read by hand where it is plain, and by the general parser where it is not: nobody must be able to tell. */
class PlainEventTest {
    private static final int ROUNDS = 20_000;
    private static final Normaliser NORMALISER = new Normaliser(Read.CATALOGUE, Clock.fixed(Read.NOW, ZoneOffset.UTC),
            "signalbox", Duration.ofHours(1));
    private static final String[] OBJECTS = {
            "{'id':'1','type':'job.completed','source':'continuum','tags':['production','floor-3'],"
                    + "'data':{'job_id':'job-1','pages':12,'cost':1.25,'colour':true,'note':null,'path':'C:\\\\x\\n\\'y\\''}}",
            "{ 'event_id' : '2' , 'event_type':'printer.offline', 'level': 'WARN', 'title' : 'A', 'message':'b c',\r\n"
                    + " 'metadata' : { 'printer_name':'Drucker im Süden €🖨', 'list':[1,[2,{'deep':[]}],{}], 'o':{'a':{'b':-0.5}} },"
                    + " 'timestamp':'2026-11-21T07:00:00.123+01:00', 'trace_id':'t', 'extra':[], 'more':{} } ",
            "{'id':'3','type':'a.b','x':1,'data':{'y':2},'z':3,'payload':{'w':4},'none':null,'state':'resolved','dedup_key':'k'}",
            "{'id':'4','type':'a.b','x':1,'data':{'x':2},'data':{'y':1,'y':2}}",
            "{'id':'5','type':'a.b','n':[-1,0,-0,01,1.50,1e3,1E400,12345678901234567890,0.1234567890123456,999999999999999999,1.]}",
            "{'id':'6','type':'a.b','n':[0,-1,0.1,12.5,-99.75,10000000000000.5,999999999999999999]}",
            "{'id':'7','type':'a.b','time':1763712000,'severitynumber':17,'subject':5,'tags':'a, b'}",
            "{'id':'8','type':'a.b','severitytext':'error','severitynumber':17,'specversion':'1.0','datacontenttype':'x/y','data':5}",
            "{'id':'9','type':'a.b','data':{'a':'\\u00fc\\/\\ud800','\\u0061':1,'b\\n':2}}",
            "{'id':'10','type':'a.b','data':{}}", "{'type':'a.b','id':'11'}", "{'id':'12','data':{}}",
            "{'id':'13','site_id':'fab1','event':{'entity_type':'job','event_kind':'finished','at':'2026-11-21T08:00:00Z'}}",
            "{'id':'14','type':'a.b','severity':'loud'}", "{'id':'15','type':'a.b','specversion':'2.0'}",
            "{'id':'16','type':'a.b','problem':{'type':'x.y','severity':'error'}}",
            "{'id':'17','type':'health.threshold.exceeded','component':'disk','data':{'severity':'critical','value':97}}"};

    @Test
    void aPlainObjectIsReadAsTheParserReadsIt() {
        List<Integer> plain = IntStream.range(0, OBJECTS.length)
                .filter(i -> same(OBJECTS[i].replace('\'', '"').getBytes(UTF_8))).boxed().toList();

        assertThat(plain).containsExactly(0, 1, 2, 5, 9, 10, 15, 16);
    }

    @Test
    void soIsOneThatWasDamaged() {
        Random random = new Random(20261126);
        int plain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] object = OBJECTS[random.nextInt(OBJECTS.length)].replace('\'', '"').getBytes(UTF_8);
            for (int times = random.nextInt(3); times >= 0; times--) {
                object = damaged(object, random);
            }
            plain += same(object) ? 1 : 0;
        }
        assertThat(plain).isGreaterThan(ROUNDS / 20);
    }

    private static byte[] damaged(byte[] object, Random random) {
        int at = random.nextInt(object.length);
        byte other = (byte) "{}\":,\\u0123456789.-+eE truefalsn\t\n\u0000\u001f\u007f'/".charAt(random.nextInt(39));
        return switch (random.nextInt(4)) {
            case 0 -> with(object, at, at + 1, new byte[]{random.nextInt(4) == 0 ? (byte) random.nextInt() : other});
            case 1 -> with(object, at, at, new byte[]{other});
            case 2 -> with(object, at, at + 1, new byte[0]);
            // A part of it twice: names come again.
            default -> with(object, at, at, Arrays.copyOfRange(object, random.nextInt(at + 1), at));
        };
    }

    private static byte[] with(byte[] object, int from, int to, byte[] instead) {
        byte[] changed = new byte[object.length - (to - from) + instead.length];
        System.arraycopy(object, 0, changed, 0, from);
        System.arraycopy(instead, 0, changed, from, instead.length);
        System.arraycopy(object, to, changed, from + instead.length, object.length - to);
        return changed;
    }

    /** Whatever is read by hand must be what the general parser makes of it; returns whether it was. */
    private static boolean same(byte[] object) {
        Draft plain = PlainEvent.sent().read(object, 0, object.length);
        if (plain == null) {
            return false;
        }
        Object event = completed(plain);
        if (!event.equals(parsed(object))) {
            assertThat(event).as(new String(object, UTF_8)).isEqualTo(parsed(object));
        }
        if (event instanceof Event whole) {
            byte[] bytes = EventJson.bytes(whole);
            Event read = EventJson.read(bytes, 0, bytes.length);
            if (!read.equals(whole)) {
                assertThat(read).as(new String(object, UTF_8)).isEqualTo(whole);
            }
        }
        return true;
    }

    private static Object parsed(byte[] object) {
        try (JsonParser json = EventJson.FACTORY.createParser(object)) {
            json.nextToken();
            Draft draft = EventParser.read(json);
            return json.nextToken() == null ? completed(draft) : "goes on after its end";
        } catch (IOException | InvalidEvent e) {
            return "no event: " + e.getMessage();
        }
    }

    private static Object completed(Draft draft) {
        try {
            draft.id = draft.id == null || draft.id.isEmpty() ? "made" : draft.id;
            return NORMALISER.complete(draft);
        } catch (InvalidEvent e) {
            return e.field() + " " + e.getMessage();
        }
    }

    @Test
    void itsDataIsAMapThatNobodyChanges() {
        Event event = Read.event("{'type':'a.b','data':{'text':'x','number':5,'inner':{'a':[1]},'ü':'ö'}}");

        assertThat(event.data().get("text")).isEqualTo("x");
        assertThat(event.data().get("ü")).isEqualTo("ö");
        assertThat(event.data().get("number")).isEqualTo(5);
        assertThat(event.data().get("a")).isNull();
        assertThat(event.data()).containsOnlyKeys("text", "number", "inner", "ü").isEqualTo(
                Map.of("text", "x", "number", 5, "inner", Map.of("a", List.of(1)), "ü", "ö"));
        assertThatThrownBy(() -> event.data().put("text", "y")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> event.data().remove("text")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 7, 40})
    void eachOfSomeValuesIsFoundWhereItLiesAndNoOther(int count) {
        Event event = Read.event("{'type':'a.b'" + IntStream.range(0, count)
                .mapToObj(i -> ",'n" + i + "':" + (i % 2 == 0 ? "'v" + i + "'" : "{'n" + i + "':[" + i + "]}"))
                .collect(Collectors.joining()) + "}");

        for (int round = 0; round < 2; round++) {
            assertThat(event.data().get("none")).isNull();
            for (int i = 0; i < count; i += 2) {
                assertThat(event.data().get("n" + i)).isEqualTo("v" + i);
            }
        }
        for (int i = 1; i < count; i += 2) {
            assertThat(event.data().get("n" + i)).isEqualTo(Map.of("n" + i, List.of(i)));
        }
    }

    /** Several are written into one array, which is theirs from then on. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void writtenTogetherEachKeepsItsOwnData(int count) {
        List<Event> events = IntStream.range(0, count)
                .mapToObj(i -> Read
                        .event("{'type':'a.b','id':'" + i + "','n':" + i + ",'x':'" + "x".repeat(i * 7 % 90) + "'}"))
                .toList();

        EventJson.Encoded encoded = EventJson.bytes(events);

        for (int i = 0; i < count; i++) {
            assertThat(events.get(i).data()).containsEntry("n", i).containsEntry("x", "x".repeat(i * 7 % 90));
            assertThat(EventJson.read(encoded.bytes(), encoded.start(i), encoded.ends()[i] - encoded.start(i)))
                    .isEqualTo(events.get(i));
        }
    }
}
