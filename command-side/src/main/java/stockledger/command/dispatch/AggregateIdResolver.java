package stockledger.command.dispatch;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Resolves a command's aggregate by the annotated method of its type or interface; each type is searched once. */
final class AggregateIdResolver implements CommandTargetResolver {

    private static final ClassValue<Method> TARGETS = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
            return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
                    .flatMap(one -> Arrays.stream(one.getMethods()))
                    .filter(method -> method.isAnnotationPresent(TargetAggregateIdentifier.class))
                    .findFirst()
                    .map(AggregateIdResolver::accessible)
                    .orElseThrow(() -> new IllegalArgumentException(type + " has no @TargetAggregateIdentifier"));
        }
    };

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    String streamOf(Object command) {
        try {
            return (String) TARGETS.get(command.getClass()).invoke(command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(command.getClass() + " cannot return its aggregate identifier", e);
        }
    }

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        return new VersionedAggregateIdentifier(streamOf(command.getPayload()), null);
    }
}
