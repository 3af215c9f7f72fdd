package stockledger.command.http;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** One refusal of a class, with made-up facts: it tells the kind and the code of all of them, and which facts come along. */
final class SampleRefusal {

    private static final Map<Class<?>, Object> VALUES = Map.of(
            String.class,
            "x",
            long.class,
            1L,
            Long.class,
            1L,
            int.class,
            1,
            List.class,
            List.of(),
            Instant.class,
            Instant.EPOCH);

    private SampleRefusal() {}

    /** @throws IllegalStateException when it takes facts of a kind that cannot be made up */
    static Refusal of(Class<? extends Refusal> type) {
        Constructor<?> simplest = Arrays.stream(type.getDeclaredConstructors())
                .min(Comparator.comparing(Constructor::getParameterCount))
                .orElseThrow();
        return (Refusal) made(simplest);
    }

    private static Object made(Constructor<?> constructor) {
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(SampleRefusal::value)
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " refuses made-up facts", e);
        }
    }

    private static Object value(Class<?> type) {
        Object known = VALUES.get(type);
        if (known != null) {
            return known;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            Class<?>[] parts = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                return made(type.getDeclaredConstructor(parts));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("no made-up " + type);
    }
}
