package site

// A Header is a field of an HTTP answer.
type Header struct{ Name, Value string }

// Headers are the security headers of every answer beside the policy
// ([Site.CSP]), whoever gives it: our server, or a host of the exported files.
// What an analyst reads is no business of the sources linked: hence the
// Referrer-Policy.
func Headers() []Header {
	return []Header{
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
		{"Referrer-Policy", "same-origin"},
		{"X-Content-Type-Options", "nosniff"},
	}
}

// OpenHeaders are those of data and fingerprinted files, which researchers'
// notebooks and feed readers in browsers may read from anywhere: there are no
// cookies, and everything is public.
func OpenHeaders() []Header {
	return []Header{
		{"Access-Control-Allow-Origin", "*"},
		{"Cross-Origin-Resource-Policy", "cross-origin"},
	}
}
