package stockledger.query.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import stockledger.query.http.QueryProblemException;
import stockledger.query.shadow.ServedDatabase;

/** In shadow mode: answers nothing but the report of the comparison, health and meters. */
@Configuration(proxyBeanMethods = false)
class ShadowInterceptor implements WebMvcConfigurer, HandlerInterceptor {

    private final boolean isShadow;

    ShadowInterceptor(ServedDatabase served) {
        this.isShadow = served.isShadow();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        if (isShadow) {
            registry.addInterceptor(this)
                    .addPathPatterns("/v1/**")
                    .excludePathPatterns(ShadowController.ADDRESS, ShadowController.ADDRESS + "/**");
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        throw QueryProblemException.unavailable("shadow", "This process is in shadow mode and serves nothing.");
    }
}
