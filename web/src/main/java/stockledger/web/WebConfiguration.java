package stockledger.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import java.util.List;
import org.apache.catalina.Pipeline;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Imported by both sides; Spring registers it once in a process that is both. Needs a {@link CqrsSide} of each. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DrainSettings.class)
@Import({DescriptionConfiguration.class, SigningConfiguration.class})
public class WebConfiguration implements WebMvcConfigurer {

    /** Where a side's own filters begin: behind those of this module. */
    public static final int SIDE_FILTERS = Ordered.HIGHEST_PRECEDENCE + 7;

    /** Behind the filter that finds out who calls. */
    public static final int RATES_FILTER = SIDE_FILTERS - 1;

    /** Behind the filter that observes requests, so that refused requests have a trace and are measured. */
    private static final int WEB_FILTERS = Ordered.HIGHEST_PRECEDENCE + 2;

    /** Behind the correlation id, so that a refused request has one, and before everything that costs more. */
    public static final int LIMITS_FILTER = WEB_FILTERS + 1;

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new AcceptedMediaTypes()));
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new ContentEncodingInterceptor());
    }

    @Bean
    ErrorPage errorPage() {
        return new ErrorPage();
    }

    /** After Spring Boot's customizers; a converter that is a bean would also come before those of bytes and text. */
    @Bean
    @Order
    ServerHttpMessageConvertersCustomizer sizedJson(JsonMapper json) {
        return converters -> converters.withJsonConverter(new SizedJsonConverter(json));
    }

    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        FilterRegistrationBean<CorrelationFilter> filter = new FilterRegistrationBean<>(new CorrelationFilter());
        filter.setOrder(WEB_FILTERS);
        return filter;
    }

    @Bean
    FilterRegistrationBean<RequestTargetFilter> requestTargetFilter() {
        FilterRegistrationBean<RequestTargetFilter> filter = new FilterRegistrationBean<>(new RequestTargetFilter());
        filter.setOrder(LIMITS_FILTER + 1);
        return filter;
    }

    @Bean
    ProblemMeters problemMeters(MeterRegistry registry, List<CqrsSide> sides) {
        return new ProblemMeters(registry, sides);
    }

    @Bean
    ProblemWriter problemWriter(ProblemMeters meters) {
        return new ProblemWriter(meters);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> hostValves(ProblemWriter problems) {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            Pipeline host = context.getParent().getPipeline();
            host.addValve(new ProblemReportValve(problems));
            host.addValve(new ProtocolValve());
        });
    }

    /** No body is a form: Tomcat would parse one as parameters, and fail on a malformed one. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> parametersOfTheQueryOnly() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
    }

    @Bean
    ConnectionDrain connectionDrain(ServletWebServerApplicationContext context, DrainSettings settings) {
        return new ConnectionDrain(context, settings);
    }

    /** Health probes and scrapes come every few seconds; their spans would only hide others. */
    @Bean
    SpanExportingPredicate actuatorSpansAreNotExported() {
        return span -> !span.getTags().getOrDefault("uri", "").startsWith("/actuator/");
    }
}
