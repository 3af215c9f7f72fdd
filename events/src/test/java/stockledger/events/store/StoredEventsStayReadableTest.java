package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import stockledger.events.NewerEventException;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductDescribed;

/** Every event is readable in every revision that was ever stored. */
class StoredEventsStayReadableTest {

    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final GoldenFiles golden = GoldenFiles.ofModule();
    private final Map<String, Object> examples = EventExamples.all();
    private final Serializer serializer =
            new EventStoreConfiguration().eventSerializer(EventNames.with(new SnapshotTypes(List.of())));

    @TestFactory
    Stream<DynamicTest> theCurrentRevisionEqualsItsGoldenFile() {
        return events().map(type -> DynamicTest.dynamicTest(EventNames.nameOf(type), () -> {
            String key = EventNames.nameOf(type) + "." + EventNames.revisionOf(type);
            assertThat(examples).as("an example with every field filled").containsKey(key);
            Object value = examples.get(key);
            assertThat(value).isInstanceOf(type).hasNoNullFieldsOrProperties();

            SerializedObject<byte[]> stored = serializer.serialize(value, byte[].class);

            assertThat(stored.getType().getName()).isEqualTo(EventNames.nameOf(type));
            assertThat(stored.getType().getRevision()).isEqualTo(EventNames.revisionOf(type));
            golden.assertMatches(key, pretty(stored.getData()));
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyRevisionIsDeserialized() {
        return examples.entrySet().stream()
                .map(example -> DynamicTest.dynamicTest(example.getKey(), () -> {
                    String name = example.getKey().substring(0, example.getKey().lastIndexOf('.'));
                    String revision = example.getKey().substring(name.length() + 1);
                    byte[] stored = golden.read(example.getKey()).getBytes(StandardCharsets.UTF_8);

                    Object read = serializer.deserialize(new SimpleSerializedObject<>(
                            stored, byte[].class, new SimpleSerializedType(name, revision)));

                    assertThat(read).isEqualTo(example.getValue());
                }));
    }

    @Test
    void everyRevisionHasAGoldenFileAndAnExample() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        events().forEach(type -> {
            for (int revision = 1; revision <= Integer.parseInt(EventNames.revisionOf(type)); revision++) {
                expected.add(EventNames.nameOf(type) + "." + revision);
            }
        });

        assertThat(golden.keys()).isEqualTo(expected);
        assertThat(new TreeSet<>(examples.keySet())).isEqualTo(expected);
    }

    @Test
    void nullMembersAreOmitted() {
        ProductDescribed withoutDescription = new ProductDescribed(new Sku("MUG-01"), null);

        SerializedObject<String> stored = serializer.serialize(withoutDescription, String.class);

        assertThat(stored.getData()).isEqualTo("{\"sku\":\"MUG-01\"}");
        assertThat((Object) serializer.deserialize(stored)).isEqualTo(withoutDescription);
    }

    @Test
    void anUnknownFieldIsAnError() {
        SimpleSerializedObject<String> stored = new SimpleSerializedObject<>(
                "{\"sku\":\"MUG-01\",\"colour\":\"red\"}",
                String.class,
                new SimpleSerializedType("catalog.ProductDescribed", "1"));

        assertThatThrownBy(() -> serializer.deserialize(stored))
                .hasStackTraceContaining("Unrecognized field \"colour\"");
    }

    @Test
    void anEventOfANewerReleaseIsNeitherReadNorSkipped() {
        for (SimpleSerializedType newer : List.of(
                new SimpleSerializedType("catalog.ProductDescribed", "2"),
                new SimpleSerializedType("catalog.ProductDescribed", "1.1"),
                new SimpleSerializedType("catalog.ProductRetold", "1"))) {
            SimpleSerializedObject<String> stored =
                    new SimpleSerializedObject<>("{\"sku\":\"MUG-01\"}", String.class, newer);

            assertThatThrownBy(() -> serializer.deserialize(stored))
                    .isInstanceOfSatisfying(
                            NewerEventException.class,
                            e -> assertThat(e.storedType()).isEqualTo(newer.getName() + "." + newer.getRevision()));
        }
    }

    private static Stream<Class<?>> events() {
        return EventNames.FAMILIES.stream().flatMap(family -> Stream.of(family.getPermittedSubclasses()));
    }

    private static String pretty(byte[] json) throws IOException {
        return PRETTY.writeValueAsString(PRETTY.readTree(json)) + "\n";
    }
}
