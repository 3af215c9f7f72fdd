package stockledger.query.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpWiring implements WebMvcConfigurer {

    private static final int AFTER_OTHERS_THAT_NAME_REQUESTS = 10;

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new TokenArgument());
        resolvers.add(new ParametersArgument());
        resolvers.add(new AcceptedEncodingArgument());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new ContentEncodingInterceptor());
    }

    @Bean
    ConsistencyTokenWaiter freshness(HttpSettings settings) {
        return new ConsistencyTokenWaiter(settings);
    }

    @Bean
    CacheControl cachesBetween(HttpSettings settings) {
        return new CacheControl(settings);
    }

    @Bean
    QueryBodyReader bodies(HttpSettings settings) {
        return new QueryBodyReader(settings);
    }

    @Bean
    FilterRegistrationBean<FastPathFilter> queryShortWay(
            List<FastPathSource> atHand, CacheControl between, MeterRegistry registry) {
        FilterRegistrationBean<FastPathFilter> filter =
                new FilterRegistrationBean<>(new FastPathFilter(atHand, between, registry));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<TraceFilter> queryTraceFilter() {
        FilterRegistrationBean<TraceFilter> filter = new FilterRegistrationBean<>(new TraceFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + AFTER_OTHERS_THAT_NAME_REQUESTS);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PathParameterFilter> queryPlainPath() {
        FilterRegistrationBean<PathParameterFilter> filter = new FilterRegistrationBean<>(new PathParameterFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + AFTER_OTHERS_THAT_NAME_REQUESTS + 1);
        return filter;
    }

    /** Whether a process lives, and what it has counted, is asked every few seconds: nobody looks at that in a trace. */
    @Bean
    SpanExportingPredicate queryProbesAreNotTold() {
        return span -> !span.getTags().getOrDefault("uri", "").startsWith("/actuator/");
    }

    @Bean
    ProblemTally queryProblemTally(MeterRegistry registry) {
        return new ProblemTally(registry);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> queryTomcatProblems(ProblemTally tally) {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new TomcatProblems(tally)));
    }

    /** In a process that is both sides, the command side's page serves for both. */
    @Bean
    @ConditionalOnMissingBean(ErrorController.class)
    ErrorPage queryErrorPage() {
        return new ErrorPage();
    }
}
