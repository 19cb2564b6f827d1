package server

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pairFiles are those of a new key and a certificate of it for 127.0.0.1.
func pairFiles(t testing.TB, serial int64) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Unix(0, 0), NotAfter: time.Now().Add(24 * time.Hour).Truncate(time.Second),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	der2, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der2})
}

// A pairDir has the two files of a pair.
type pairDir struct{ cert, key string }

func newPairDir(t testing.TB) pairDir {
	dir := t.TempDir()
	return pairDir{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// secureClient is one that trusts a certificate.
func secureClient(cert []byte, http2 bool) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: http2, DisableCompression: true}}
}

func TestTLS(t *testing.T) {
	dir := newPairDir(t)
	cert, key := pairFiles(t, 1)
	write(t, dir.cert, cert)
	write(t, dir.key, key)
	r := run(t, func(o *ServeOptions) { o.TLSCert, o.TLSKey = dir.cert, dir.key })
	for proto, client := range map[string]*http.Client{"HTTP/2.0": secureClient(cert, true), "HTTP/1.1": secureClient(cert, false)} {
		req, _ := http.NewRequest("GET", "https://"+r.addr+"/library/briefs/first/", nil)
		req.Header.Set("Accept-Encoding", "br")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != 200 || resp.Proto != proto || resp.Header.Get("Content-Encoding") != "br" {
			t.Errorf("%s: %s %s %v, %v", proto, resp.Proto, resp.Status, resp.Header, err)
		}
		always(t, resp, body)
		req.Header.Set("If-None-Match", resp.Header.Get("Etag"))
		if resp, err = client.Do(req); err != nil || resp.StatusCode != 304 {
			t.Errorf("%s: %v, %v", proto, resp, err)
		}
		req.Header.Set("Transfer-Encoding", "chunked")
		post, _ := http.NewRequest("POST", "https://"+r.addr+"/", strings.NewReader("x"))
		if resp, err = client.Do(post); err != nil || resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: POST: %v, %v", proto, resp, err)
		}
		client.CloseIdleConnections()
	}
	for name, config := range map[string]*tls.Config{
		"TLS 1.1": {InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
		"RC4":     {InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA}},
	} {
		if c, err := tls.Dial("tcp", r.addr, config); err == nil {
			c.Close()
			t.Errorf("%s was spoken", name)
		}
	}
	// Plain HTTP at the same port is told so, and gets nothing.
	if resp, body := raw(t, r.addr, "GET /library/ HTTP/1.1\r\nHost: a\r\n\r\n"); resp.StatusCode != 400 || !strings.Contains(string(body), "HTTP request to an HTTPS server") {
		t.Errorf("%s %s", resp.Status, body)
	}
	if _, body := r.get(t, r.admin, "/metrics"); !strings.Contains(body, "\nbriefpress_tls_certificate_not_after_timestamp_seconds ") {
		t.Error(body)
	}
}

// TestRenew replaces the files of a pair in the order in which they may come,
// and by some that cannot be used.
func TestRenew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := newPairDir(t)
		var log lockedBuffer
		cert1, key1 := pairFiles(t, 1)
		cert2, key2 := pairFiles(t, 2)
		write(t, dir.cert, cert1)
		write(t, dir.key, key1)
		k, err := newKeyPair(dir.cert, dir.key, slog.New(slog.NewJSONHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		go k.follow(t.Context())
		look := func(serial int64, logged int, refused bool) {
			t.Helper()
			time.Sleep(keyPairEvery)
			synctest.Wait()
			pair, err := k.config().GetCertificate(nil)
			if err != nil || pair.Leaf.SerialNumber.Int64() != serial {
				t.Errorf("serial %v, want %d (%v)", pair.Leaf.SerialNumber, serial, err)
			}
			if n := len(records(t, log.String())); n != logged {
				t.Errorf("%d records, want %d\n%s", n, logged, log.String())
			}
			if (k.refused.Load() != nil) != refused {
				t.Errorf("refused: %v", k.refused.Load())
			}
		}
		look(1, 0, false)
		write(t, dir.cert, cert2) // and the key a look later
		look(1, 0, false)
		write(t, dir.key, key2)
		look(2, 1, false)
		write(t, dir.cert, []byte("nonsense"))
		look(2, 1, false)
		look(2, 2, true)
		look(2, 2, true) // said once
		if err := os.Remove(dir.key); err != nil {
			t.Fatal(err)
		}
		look(2, 2, true)
		look(2, 3, true)
		write(t, dir.cert, cert1)
		write(t, dir.key, key1)
		look(1, 4, false)
	})
}

func TestCertificateShown(t *testing.T) {
	dir := newPairDir(t)
	cert1, key1 := pairFiles(t, 1)
	write(t, dir.cert, cert1)
	write(t, dir.key, key1)
	r := run(t, func(o *ServeOptions) { o.TLSCert, o.TLSKey = dir.cert, dir.key })
	old := secureClient(cert1, true)
	get := func(client *http.Client) error {
		resp, err := client.Get("https://" + r.addr + "/library/")
		if err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		return err
	}
	if err := get(old); err != nil {
		t.Fatal(err)
	}
	cert2, key2 := pairFiles(t, 2)
	write(t, dir.cert, cert2)
	write(t, dir.key, key2)
	r.reload <- struct{}{} // which has the certificate looked at, too
	r.await(t, "the new certificate", func() bool { return get(secureClient(cert2, false)) == nil })
	if err := get(old); err != nil {
		t.Errorf("a connection of before: %v", err)
	}
}

func TestNoKeyPair(t *testing.T) {
	dir := newPairDir(t)
	cert, _ := pairFiles(t, 1)
	_, key := pairFiles(t, 2)
	serve := func() error {
		return Serve(t.Context(), ServeOptions{Addr: "127.0.0.1:0", TLSCert: dir.cert, TLSKey: dir.key})
	}
	if err := serve(); err == nil || !strings.Contains(err.Error(), dir.cert) {
		t.Errorf("no files: %v", err)
	}
	write(t, dir.cert, cert)
	write(t, dir.key, key)
	if err := serve(); err == nil || !strings.Contains(err.Error(), dir.key) || bytes.Contains([]byte(err.Error()), key[40:60]) {
		t.Errorf("files of two pairs: %v", err)
	}
}
