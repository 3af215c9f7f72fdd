package stockledger.query.projection;

import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProjectionSettings.class, MongoSettings.class})
class ProjectionWiring {

    @Bean
    ReadModels readModels(MongoDatabaseFactory mongo, MongoSettings settings) {
        return new ReadModels(mongo, settings);
    }

    @Bean
    EpochRegistry projectionControl(MongoDatabaseFactory mongo) {
        return new EpochRegistry(mongo.getMongoDatabase());
    }

    /** Not every instance is a JVM of its own, so each claims under a name that is drawn for it. */
    @Bean
    ProjectionNode projectionNode() {
        return new ProjectionNode(UUID.randomUUID().toString());
    }

    /** The name under which this process claims segments. */
    record ProjectionNode(String name) {}

    @Bean
    Tokens projectionTokens(
            MongoClient client,
            MongoDatabaseFactory mongo,
            Serializer serializer,
            ProjectionSettings settings,
            ProjectionNode node) {
        Duration claims = Duration.ofSeconds(settings.claimTimeoutSeconds());
        return new Tokens(client, mongo.getMongoDatabase(), serializer, claims, node.name());
    }

    @Bean
    InstanceRegistry projectionAttendance(
            MongoDatabaseFactory mongo, ProjectionSettings settings, ProjectionNode node) {
        return new InstanceRegistry(
                mongo.getMongoDatabase(), node.name(), Duration.ofSeconds(settings.claimTimeoutSeconds()));
    }

    @Bean(destroyMethod = "")
    ProcessorRunner projectionRuns(
            EventStore events,
            MongoClient client,
            MongoDatabaseFactory mongo,
            Tokens tokens,
            InstanceRegistry attendance,
            DocumentListener listener,
            OpenTelemetry telemetry,
            ProjectionSettings settings,
            MongoSettings where) {
        MongoDatabase database = mongo.getMongoDatabase();
        ShardingSetup shards = new ShardingSetup(client, database.getName(), where.sharded());
        FoldTraces traces = new FoldTraces(telemetry, Clock.systemUTC());
        return new ProcessorRunner(events, database, shards, tokens, attendance, listener, traces, settings);
    }

    @Bean
    Progress projectionProgress(EventStore events, EpochRegistry control, Tokens tokens, ProcessorRunner runs) {
        return new Progress(events, control, tokens, runs, Clock.systemUTC());
    }

    @Bean
    LagMeters projectionLag(
            Progress progress, List<Projection<?>> projections, ProjectionSettings settings, MeterRegistry registry) {
        return new LagMeters(
                progress, projections.stream().map(Projection::name).toList(), settings, registry);
    }

    @Bean
    ProjectionAdmin projectionAdmin(
            List<Projection<?>> projections, Progress progress, EpochRegistry control, Supervisor supervisor) {
        return new ProjectionAdmin(projections, progress, control, supervisor);
    }

    @Bean("projections")
    Readiness readiness(List<Projection<?>> projections) {
        return new Readiness(projections.stream().map(Projection::name).toList());
    }

    @Bean
    Supervisor projectionSupervisor(
            List<Projection<?>> projections,
            EpochRegistry control,
            Tokens tokens,
            InstanceRegistry attendance,
            ProcessorRunner runs,
            MongoDatabaseFactory mongo,
            ReadModels models,
            Progress progress,
            Readiness readiness,
            ProjectionSettings settings) {
        MongoDatabase database = mongo.getMongoDatabase();
        return new Supervisor(
                List.copyOf(projections),
                control,
                tokens,
                attendance,
                runs,
                new EpochCleaner(database, tokens),
                models,
                progress,
                readiness,
                settings);
    }

    /**
     * Whatever the address of MongoDB says of reads: what is agreed, folded on, or kept is read where it is written, unless
     * {@link ReadModels} says otherwise.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer mongoIsReadWhereItIsWritten() {
        return client -> client.readPreference(ReadPreference.primary());
    }

    @Bean
    MongoClientSettingsBuilderCustomizer mongoIsNotWaitedForLong(MongoSettings settings) {
        return client -> client.applyToClusterSettings(cluster ->
                        cluster.serverSelectionTimeout(settings.serverSelectionMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(settings.connectMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(settings.readMillis(), TimeUnit.MILLISECONDS));
    }
}
