package stockledger.command.dispatch;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Finds the stream that a command is decided on: what its method, or its family's, marked so returns. A command's class is searched once. */
final class AggregateIdResolver implements CommandTargetResolver {

    private static final ClassValue<Method> MARKED = new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
            return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
                    .flatMap(one -> Arrays.stream(one.getMethods()))
                    .filter(method -> method.isAnnotationPresent(TargetAggregateIdentifier.class))
                    .findFirst()
                    .map(AggregateIdResolver::accessible)
                    .orElseThrow(
                            () -> new IllegalArgumentException(type + " does not say which stream it is decided on"));
        }
    };

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    String streamOf(Object command) {
        try {
            return (String) MARKED.get(command.getClass()).invoke(command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(command.getClass() + " cannot say which stream it is decided on", e);
        }
    }

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        return new VersionedAggregateIdentifier(streamOf(command.getPayload()), null);
    }
}
