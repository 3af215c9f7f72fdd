package stockledger.events.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.axonframework.axonserver.connector.event.axon.GrpcMetaDataAwareSerializer;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;
import stockledger.events.NewerEventException;

/** Serializes to JSON under stored names instead of class names. */
class NamedJsonSerializer extends JacksonSerializer {

    private final EventNames names;

    NamedJsonSerializer(EventNames names, ObjectMapper json) {
        super(JacksonSerializer.builder().objectMapper(json));
        this.names = names;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        if (type == null || type == Void.class || type == void.class || MetaData.class.isAssignableFrom(type)) {
            return super.typeForClass(type);
        }
        return new SimpleSerializedType(EventNames.nameOf(type), EventNames.revisionOf(type));
    }

    /**
     * Reads what this release knows. Axon would return an event of an unknown type as an object that no handler takes, and one
     * of a later revision as if it had the current one.
     *
     * @throws NewerEventException when a newer release has stored it
     */
    @Override
    public <S, T> T deserialize(SerializedObject<S> stored) {
        SerializedType type = stored.getType();
        boolean isUnknown = names.typeOf(type.getName()) == null && classForType(type) == UnknownSerializedType.class;
        if (isUnknown || names.isNewer(type)) {
            throw new NewerEventException(type.getName(), String.valueOf(type.getRevision()));
        }
        return super.deserialize(stored);
    }

    @Override
    protected String resolveClassName(SerializedType stored) {
        Class<?> type = names.typeOf(stored.getName());
        return type == null ? stored.getName() : type.getName();
    }

    /**
     * Also equal to what Axon Server's connector wraps around it. A message gives its stored payload to an equal serializer only; for
     * any other one the payload is deserialized first, which fails for one that cannot be read.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || new GrpcMetaDataAwareSerializer(this).equals(other);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
