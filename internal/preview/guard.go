package preview

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// A guard lets through to the preview only who is meant to see it.
type guard struct {
	next http.Handler
	addr netip.AddrPort
	// token is what those must have who come from other machines; "" where
	// there are none, since the address is a loopback one.
	token string
}

func newGuard(addr *net.TCPAddr, next http.Handler) *guard {
	g := &guard{next: next, addr: addr.AddrPort()}
	if !g.addr.Addr().Unmap().IsLoopback() {
		g.token = rand.Text()
	}
	return g
}

// url is the address to open. An unspecified address is named by one that
// other machines of the network can reach.
func (g *guard) url(base string) string {
	host := g.addr.Addr().Unmap()
	if host.IsUnspecified() {
		host = netip.MustParseAddr("127.0.0.1")
		addrs, _ := net.InterfaceAddrs()
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().IsPrivate() && p.Addr().Is4() {
				host = p.Addr()
				break
			}
		}
	}
	u := url.URL{Scheme: "http", Host: netip.AddrPortFrom(host, g.addr.Port()).String(), Path: base + "/"}
	if g.token != "" {
		u.RawQuery = url.Values{"token": {g.token}}.Encode()
	}
	return u.String()
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !g.ours(r.Host):
		refuse(w, http.StatusMisdirectedRequest, "this preview does not answer to this name: open it by the address that was printed")
	case foreign(r):
		refuse(w, http.StatusForbidden, "this preview is not for other sites")
	case g.token != "" && !g.known(r):
		g.introduce(w, r)
	default:
		g.next.ServeHTTP(w, r)
	}
}

func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	http.Error(w, why, status)
}

// ours tells whether a Host is one of the preview's own. A page of another
// site whose name was made to lead here (DNS rebinding) keeps its name. With a
// token, any numeric address will do: no name leads there.
func (g *guard) ours(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), "80"
	}
	if port != strconv.Itoa(int(g.addr.Port())) {
		return false
	}
	name = strings.ToLower(name)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (g.token != "" || ip.Unmap().IsLoopback())
}

// foreign tells whether a request was made by a page of another origin. Such
// a page may lead its reader here, and nothing else.
func foreign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	navigation := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	return !navigation || strings.HasPrefix(r.URL.Path, "/_briefpress/")
}

// cookie is the name of the token's cookie. Cookies are shared by all ports
// of a host.
func (g *guard) cookie() string { return "briefpress-" + strconv.Itoa(int(g.addr.Port())) }

func (g *guard) known(r *http.Request) bool {
	c, err := r.Cookie(g.cookie())
	return err == nil && g.matches(c.Value)
}

func (g *guard) matches(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(g.token)) == 1
}

// introduce takes the token from the first address opened, and leads to the
// same address without it.
func (g *guard) introduce(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if !g.matches(query.Get("token")) || r.Method != http.MethodGet {
		refuse(w, http.StatusForbidden, "this preview is open to those who have its token: open the whole address that was printed")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: g.cookie(), Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	query.Del("token")
	// Slashes at the start would name another host.
	to := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: query.Encode()}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}
