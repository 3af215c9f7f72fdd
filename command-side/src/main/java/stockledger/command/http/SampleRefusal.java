package stockledger.command.http;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** Makes a refusal of a class with sample arguments, to learn its kind and code for the API description. */
final class SampleRefusal {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
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

    /** @throws IllegalStateException when a parameter has a type without a sample value */
    static Refusal of(Class<? extends Refusal> type) {
        Constructor<?> simplest = Arrays.stream(type.getDeclaredConstructors())
                .min(Comparator.comparing(Constructor::getParameterCount))
                .orElseThrow();
        return (Refusal) sample(simplest);
    }

    private static Object sample(Constructor<?> constructor) {
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(SampleRefusal::value)
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " refuses sample arguments", e);
        }
    }

    private static Object value(Class<?> type) {
        Object value = SAMPLES.get(type);
        if (value != null) {
            return value;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            Class<?>[] parts = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                return sample(type.getDeclaredConstructor(parts));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("no sample value of " + type);
    }
}
