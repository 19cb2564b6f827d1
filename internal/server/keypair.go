package server

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// keyPairEvery is how often the files of a certificate are looked at.
const keyPairEvery = 10 * time.Second

// A keyPair is the certificate and key of the public address, as new as their
// files. Files that cannot be used change nothing.
type keyPair struct {
	certFile, keyFile string
	log               *slog.Logger
	current           atomic.Pointer[tls.Certificate]
	refused           atomic.Pointer[string] // why the files are not used; nil when they are

	mu        sync.Mutex
	cert, key []byte // of current
	fault     string // of the last look
}

func newKeyPair(certFile, keyFile string, log *slog.Logger) (*keyPair, error) {
	k := &keyPair{certFile: certFile, keyFile: keyFile, log: log}
	_, err := k.load()
	return k, err
}

// config is that of a listener. Its certificate is taken anew at each
// handshake.
func (k *keyPair) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return k.current.Load(), nil },
	}
}

// load reads the files, and says whether they have another pair.
func (k *keyPair) load() (changed bool, err error) {
	cert, err := os.ReadFile(k.certFile)
	if err != nil {
		return false, fmt.Errorf("reading the certificate: %w", err)
	}
	key, err := os.ReadFile(k.keyFile)
	if err != nil {
		return false, fmt.Errorf("reading the key: %w", err)
	}
	if bytes.Equal(cert, k.cert) && bytes.Equal(key, k.key) {
		return false, nil
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return false, fmt.Errorf("using the certificate %s with the key %s: %w", k.certFile, k.keyFile, err)
	}
	k.cert, k.key = cert, key
	k.current.Store(&pair)
	return true, nil
}

// renew takes the pair of the files if it is another one.
func (k *keyPair) renew() {
	k.mu.Lock()
	defer k.mu.Unlock()
	changed, err := k.load()
	switch {
	case err == nil:
		k.fault = ""
		k.refused.Store(nil)
		if changed {
			k.log.Info("certificate replaced", "until", k.until().Format(time.RFC3339))
		}
	case k.fault != err.Error():
		// One of the two files may be there before the other: what is wrong
		// is said when it is still so at the next look.
		k.fault = err.Error()
	case k.refused.Load() == nil || *k.refused.Load() != k.fault:
		text := k.fault
		k.refused.Store(&text)
		k.log.Error("new certificate refused: the one of before is still used", "error", text)
	}
}

// follow renews the pair until ctx ends.
func (k *keyPair) follow(ctx context.Context) {
	tick := time.NewTicker(keyPairEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			k.renew()
		}
	}
}

// until is the end of the certificate's time.
func (k *keyPair) until() time.Time { return k.current.Load().Leaf.NotAfter }
