package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Stored names are explicit: none is derived from a class or a package. */
final class StoredNameRules {

    private static final String MONGO = "org.springframework.data.mongodb.core.MongoOperations";
    private static final String REPOSITORY = "org.springframework.data.repository.Repository";

    /** Methods that derive the collection from a class unless they are given a name. */
    private static final Set<String> COLLECTION_CALLS = Set.of(
            "find",
            "findOne",
            "findById",
            "findAll",
            "findDistinct",
            "findAndModify",
            "findAndReplace",
            "findAndRemove",
            "findAllAndRemove",
            "insert",
            "insertAll",
            "save",
            "replace",
            "remove",
            "updateFirst",
            "updateMulti",
            "upsert",
            "count",
            "exactCount",
            "estimatedCount",
            "exists",
            "aggregate",
            "aggregateStream",
            "stream",
            "bulkOps",
            "indexOps",
            "createCollection",
            "collectionExists",
            "dropCollection");

    /** Annotations that derive a name from a class or a package. */
    private static final Set<String> DERIVING = Set.of(
            "org.axonframework.eventhandling.EventHandler",
            "org.springframework.data.mongodb.core.mapping.Document",
            "org.springframework.data.redis.core.RedisHash",
            "org.springframework.cache.annotation.Cacheable");

    private static final Set<String> AGGREGATES = Set.of(
            "org.axonframework.modelling.command.AggregateRoot", "org.axonframework.spring.stereotype.Aggregate");

    private StoredNameRules() {}

    static List<Rule> of(String root) {
        return List.of(
                Rule.of("aggregate types are explicit", classes -> unnamedAggregates(ours(classes, root))),
                Rule.of(
                        "processing groups and stores are not named by annotation",
                        classes -> derived(ours(classes, root))),
                Rule.of("collections are explicit", classes -> collectionless(ours(classes, root))));
    }

    private static List<JavaClass> ours(JavaClasses classes, String root) {
        return classes.stream()
                .filter(type -> type.getPackageName().startsWith(root + "."))
                .toList();
    }

    private static List<String> unnamedAggregates(List<JavaClass> classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            for (JavaAnnotation<JavaClass> annotation : type.getAnnotations()) {
                boolean aggregate = AGGREGATES.contains(annotation.getRawType().getName());
                if (aggregate
                        && annotation
                                .get("type")
                                .map(Object::toString)
                                .orElse("")
                                .isEmpty()) {
                    found.add(type.getName() + " is an aggregate without an explicit type");
                }
            }
        }
        return found;
    }

    private static List<String> derived(List<JavaClass> classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            for (String annotation : DERIVING) {
                if (type.isAnnotatedWith(annotation)) {
                    found.add(type.getName() + " is annotated with " + annotation);
                }
                type.getMethods().stream()
                        .filter(method -> method.isAnnotatedWith(annotation))
                        .forEach(method -> found.add(method.getFullName() + " is annotated with " + annotation));
            }
        }
        return found;
    }

    private static List<String> collectionless(List<JavaClass> classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (type.isAssignableTo(REPOSITORY)) {
                found.add(type.getName() + " is a repository that derives its collection from a class");
            }
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                boolean unnamed = call.getTargetOwner().isAssignableTo(MONGO)
                        && COLLECTION_CALLS.contains(call.getName())
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(parameter -> parameter.getName().equals(String.class.getName()));
                if (unnamed) {
                    found.add(call.getDescription());
                }
            }
        }
        return found;
    }
}
