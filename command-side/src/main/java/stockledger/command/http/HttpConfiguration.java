package stockledger.command.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.DispatchSettings;
import stockledger.events.EventStoreMismatch;
import stockledger.web.CqrsSide;
import stockledger.web.StrictInstantDeserializer;
import stockledger.web.TokenSigner;
import stockledger.web.WebConfiguration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpSettings.class, StorageSettings.class, BulkMappingSettings.class})
class HttpConfiguration implements WebMvcConfigurer {

    static final CqrsSide SIDE = new CqrsSide("command", "stockledger.command.");

    private static final int FIRST = WebConfiguration.SIDE_FILTERS;

    private final FreeSpace space;
    private final Supplier<List<EventStoreMismatch>> readers;

    HttpConfiguration(StorageSettings storage, ObjectProvider<EventStoreMismatch> readers) {
        this.space = FreeSpace.of(storage);
        this.readers = SingletonSupplier.of(() -> readers.stream().toList());
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new IfMatch());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new QueryParameters());
        interceptors.addInterceptor(space);
        interceptors.addInterceptor(new EventStoreInterceptor(readers));
    }

    @Bean
    FreeSpace freeSpace() {
        return space;
    }

    @Bean("storage")
    StorageHealth storageHealth() {
        return new StorageHealth(space);
    }

    @Bean
    MeterBinder storageMeters() {
        return registry -> {
            if (space.isWatched()) {
                Gauge.builder("stockledger.storage.free.bytes", space, FreeSpace::free)
                        .register(registry);
                Gauge.builder("stockledger.storage.low", space, watched -> watched.isLow() ? 1 : 0)
                        .register(registry);
            }
        };
    }

    @Bean
    CqrsSide commandSideOfWeb() {
        return SIDE;
    }

    @Bean
    BulkRowTypes bulkRowTypes(List<BulkRowType> own, BulkMappingSettings settings) {
        return new BulkRowTypes(own, settings.mappings());
    }

    /** JSON is read strictly: a misspelled member is refused, not ignored. */
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return json -> json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(StrictStringDeserializer.module())
                .addModule(StrictInstantDeserializer.module())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Enum,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
    }

    @Bean
    CommandHandlerAdapter commandHandlerAdapter(
            JsonMapper json,
            Validator validator,
            @Qualifier("mvcConversionService") ObjectProvider<ConversionService> conversion,
            TokenSigner signer,
            @Qualifier("requestMappingHandlerAdapter") ObjectProvider<RequestMappingHandlerAdapter> spring) {
        return new CommandHandlerAdapter(json, validator, conversion.getObject(), signer, spring::getObject);
    }

    @Bean
    Rows rows(JsonMapper json, Validator validator) {
        return new Rows(json, validator);
    }

    @Bean
    BulkBodies bulkBodies(HttpSettings settings) {
        return new BulkBodies(settings.maxBulkBody().toBytes(), settings.maxCompressionRatio());
    }

    @Bean
    FilterRegistrationBean<CommandContextFilter> commandContextFilter(DispatchSettings dispatch) {
        FilterRegistrationBean<CommandContextFilter> filter =
                new FilterRegistrationBean<>(new CommandContextFilter(dispatch.commandDeadline()));
        filter.setOrder(FIRST);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(HttpSettings settings) {
        FilterRegistrationBean<BodyLimit> filter = new FilterRegistrationBean<>(new BodyLimit(
                settings.maxBody().toBytes(), settings.maxBulkBody().toBytes()));
        filter.setOrder(FIRST + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<IdempotencyKeys> idempotencyKeys() {
        FilterRegistrationBean<IdempotencyKeys> filter = new FilterRegistrationBean<>(new IdempotencyKeys());
        filter.setOrder(FIRST + 2);
        return filter;
    }

    @Bean
    CommandResponder commandResponder(AsyncRequests async, Commands commands, Clock clock) {
        return new CommandResponder(async, commands, clock);
    }

    @Bean
    StoredRequests storedRequests(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping, JsonMapper json) {
        return new StoredRequests(mapping, json);
    }
}
